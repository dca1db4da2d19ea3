using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// The windows of one run: the open ones, those that are closed, and those that were handed on and not yet delivered. One thread closes them and one delivers them; another
/// may save them meanwhile.
/// </summary>
internal sealed class RunWindows(IWindower windower, IncidentOptions? incidents = null)
{
    private readonly Lock _gate = new();
    private readonly List<LogWindow> _closed = [];
    private readonly Queue<LogWindow> _taken = new();
    private readonly Queue<Detection> _reports = new();

    public IWindower Windower => windower;

    /// <summary>Number of windows that are closed and not handed on.</summary>
    public int Closed => _closed.Count;

    public ICollection<LogWindow> Closing => _closed;

    public EarlyReports Early { get; } = new();

    /// <summary>Null when anomalies are not grouped.</summary>
    public IncidentGrouper? Incidents { get; } = incidents is null ? null : new IncidentGrouper(incidents);

    public SourcePositions Positions { get; } = new();

    /// <summary>The run was left before its source ended.</summary>
    public bool IsSuspended { get; set; }

    /// <summary>Held while windows change.</summary>
    public Lock Gate => _gate;

    /// <summary>Hands closed windows on, the oldest first. Each of them is part of the state until it is delivered.</summary>
    public LogWindow[] Take(int most = int.MaxValue)
    {
        lock (_gate)
        {
            LogWindow[] batch = [.. _closed.Take(most)];
            _closed.RemoveRange(0, batch.Length);
            foreach (LogWindow window in batch)
            {
                _taken.Enqueue(window);
            }

            return batch;
        }
    }

    /// <summary>
    /// Windows that were handed on were judged: a state that is saved from here on has what is to be said of them in their place.
    /// </summary>
    /// <param name="windows">How many, the oldest first.</param>
    /// <param name="reports">What is to be said; the list is emptied.</param>
    public void Deliver(int windows, List<Detection> reports)
    {
        lock (_gate)
        {
            for (; windows > 0 && _taken.Count > 0; windows--)
            {
                _taken.Dequeue();
            }

            reports.ForEach(_reports.Enqueue);
            reports.Clear();
        }
    }

    /// <summary>The next detection for the caller; it is no part of the state any more.</summary>
    public bool TryReport([MaybeNullWhen(false)] out Detection report)
    {
        lock (_gate)
        {
            return _reports.TryDequeue(out report);
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
            foreach (LogWindow window in _taken.Concat(_closed))
            {
                LogJson.Write(writer, window);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("reports");
            foreach (Detection report in _reports)
            {
                DetectionState.Write(writer, report);
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
            Incidents?.Save(writer);
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

        if (saved.TryGetProperty("reports", out JsonElement reports))
        {
            // A state of before they were part of it has none.
            foreach (JsonElement report in reports.EnumerateArray())
            {
                _reports.Enqueue(DetectionState.Read(report));
            }
        }

        Incidents?.Load(saved);
        return true;
    }
}
