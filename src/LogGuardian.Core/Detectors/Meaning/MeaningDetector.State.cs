using System.Text.Json;

namespace LogGuardian.Core;

/// <content>What was learned, as it is kept. What waits to be encoded is not part of it.</content>
internal sealed partial class MeaningDetector
{
    public string StateName => Name;

    public int StateVersion => 1;

    public void CopyFrom(IStateful other)
    {
        var from = (MeaningDetector)other;
        lock (from._gate)
        {
            lock (_gate)
            {
                _messages.CopyFrom(from._messages);
                _windows?.CopyFrom(from._windows!);
                _waiting.Clear();
                foreach (List<WindowMessage> messages in from._waiting)
                {
                    _waiting.Enqueue(messages);
                }
            }
        }
    }

    /// <summary>Whoever knows one of the ids of a general template knows the template, so that nothing is to be done for those.</summary>
    public void MergeFrom(IStateful other, IReadOnlyList<LogTemplate> general)
    {
        var from = (MeaningDetector)other;
        lock (from._gate)
        {
            lock (_gate)
            {
                _messages.Merge(from._messages);
                _windows?.Merge(from._windows!);
            }
        }
    }

    public void SaveState(Utf8JsonWriter writer)
    {
        lock (_gate)
        {
            TakeWaiting();
            writer.WriteStartObject();
            writer.WriteString("encoder", _encoded.Identity);
            writer.WriteNumber("dimension", _encoded.Dimension);
            writer.WritePropertyName("messages");
            _messages.Save(writer);
            if (_windows is not null)
            {
                writer.WritePropertyName("windows");
                _windows.Save(writer);
            }

            writer.WriteEndObject();
        }
    }

    public void LoadState(JsonElement section, int version)
    {
        (string? identity, int dimension) = (section.GetProperty("encoder").GetString(), section.GetProperty("dimension").GetInt32());
        if (identity != _encoded.Identity || dimension != _encoded.Dimension)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"The state holds vectors of the encoder '{identity}' with {dimension} numbers; this detector has '{_encoded.Identity}' with {_encoded.Dimension}. Use the encoder that it was learned with, or learn again."));
        }

        lock (_gate)
        {
            _messages.Load(section.GetProperty("messages"));
            if (section.TryGetProperty("windows", out JsonElement windows))
            {
                _windows?.Load(windows);
            }

            _waiting.Clear();
        }
    }
}
