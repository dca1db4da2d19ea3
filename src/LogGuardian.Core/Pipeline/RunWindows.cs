using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>The windows of one run: the open ones, and those that are closed and not yet delivered. One thread works on them; another may save them meanwhile.</summary>
internal sealed class RunWindows(IWindower windower)
{
    private readonly Lock _gate = new();
    private readonly List<LogWindow> _closed = [];
    private int _delivered;

    public IWindower Windower => windower;

    /// <summary>Windows that are closed; those at the front may have been delivered.</summary>
    public IReadOnlyList<LogWindow> Closed => _closed;

    public ICollection<LogWindow> Closing => _closed;

    public EarlyReports Early { get; } = new();

    public SourcePositions Positions { get; } = new();

    /// <summary>The run was left before its source ended.</summary>
    public bool IsSuspended { get; set; }

    /// <summary>Held while windows change.</summary>
    public Lock Gate => _gate;

    /// <summary>What has become of the next closed window reaches the caller: a state that is saved from here on does without it.</summary>
    public void Deliver()
    {
        lock (_gate)
        {
            _delivered = Math.Min(_delivered + 1, _closed.Count);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _closed.Clear();
            _delivered = 0;
        }
    }

    public bool TrySave(Utf8JsonWriter writer)
    {
        lock (_gate)
        {
            if (windower is not IStateful stateful)
            {
                return false;
            }

            writer.WriteStartObject();
            writer.WriteString("windower", stateful.StateName);
            writer.WriteNumber("version", stateful.StateVersion);
            writer.WriteStartArray("closed");
            foreach (LogWindow window in _closed.Skip(_delivered))
            {
                LogJson.Write(writer, window);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("early");
            foreach (string key in Early.Keys)
            {
                writer.WriteStringValue(key);
            }

            writer.WriteEndArray();
            writer.WriteStartObject("positions");
            foreach (SourcePositions.Position position in Positions.All)
            {
                writer.WriteNumber(position.Source, position.Line);
            }

            writer.WriteEndObject();
            writer.WritePropertyName("open");
            stateful.SaveState(writer);
            writer.WriteEndObject();
            return true;
        }
    }

    /// <returns>False when the windows were made by another windower.</returns>
    public bool TryLoad(JsonElement saved)
    {
        int version = saved.GetProperty("version").GetInt32();
        if (windower is not IStateful stateful || saved.GetProperty("windower").GetString() != stateful.StateName || version > stateful.StateVersion)
        {
            return false;
        }

        stateful.LoadState(saved.GetProperty("open"), version);
        _closed.AddRange(saved.GetProperty("closed").EnumerateArray().Select(LogJson.ReadWindow));
        foreach (JsonProperty position in saved.GetProperty("positions").EnumerateObject())
        {
            Positions.Move(position.Name, position.Value.GetInt64());
        }

        foreach (JsonElement key in saved.GetProperty("early").EnumerateArray())
        {
            Early.Add(key.GetString()!);
        }

        return true;
    }
}
