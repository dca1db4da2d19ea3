using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>
/// One JSON object per line. Time, level and message are found under the names that loggers give them, at the top or in the
/// objects that ECS, tracing and MongoDB nest them in; the content is the whole line when there is no message.
/// </summary>
internal sealed class JsonFormat : HeaderFormat
{
    private readonly TimestampReader _reader;

    public JsonFormat(TimeProvider clock) => _reader = new TimestampReader(clock);

    public override string Name => "json";

    public override bool TryRead(in LogLine line, out HeaderReading reading)
    {
        ReadOnlySpan<byte> text = line.Raw.Span;
        if (!StartsRecord(text) || !TryScan(text, out Found found))
        {
            reading = default;
            return false;
        }

        reading = new HeaderReading(Content(line, found), found.UtcTicks, found.Severity);
        return true;
    }

    public override bool StartsRecord(ReadOnlySpan<byte> line) => ClockText.Is(line, 0, (byte)'{');

    public override IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line)
    {
        if (!TryRead(line, out _))
        {
            return [];
        }

        try
        {
            // As text, so that bytes that are not UTF-8 are read as everywhere else.
            using var document = JsonDocument.Parse(line.ToString());
            return Fields(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A name or a value with half a surrogate pair is JSON, but it is not text.
            return [];
        }
    }

    private static List<KeyValuePair<string, string>> Fields(JsonElement root)
    {
        string? message = null;
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (JsonKeys.MessageRank(property.Name) < (message is null ? JsonKeys.NoMessage : JsonKeys.MessageRank(message)))
            {
                message = property.Name;
            }
        }

        var fields = new List<KeyValuePair<string, string>>();
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.Name != message)
            {
                fields.Add(new(property.Name, property.Value.ToString()));
            }
        }

        return fields;
    }

    private bool TryScan(ReadOnlySpan<byte> text, out Found found)
    {
        found = new Found { Rank = JsonKeys.NoMessage };
        var json = new Utf8JsonReader(text);
        try
        {
            bool nested = false;
            JsonKey parent = JsonKey.Other;
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.EndObject)
                {
                    nested = false;
                }

                if (json.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                JsonKey key = JsonKeys.Of(ref json, nested, parent, out int rank);
                _ = json.Read();
                if (json.TokenType == JsonTokenType.StartObject && !nested && key is JsonKey.Nest or JsonKey.Time)
                {
                    nested = true;
                    parent = key;
                }
                else if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    json.Skip();
                }
                else
                {
                    Take(ref json, key, rank, ref found);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader has no other way to say that a line is not JSON; a hostile line costs an exception, not the run.
            return false;
        }

        return true;
    }

    private void Take(ref Utf8JsonReader json, JsonKey key, int rank, ref Found found)
    {
        ReadOnlySpan<byte> value = json.ValueSpan;
        switch (key)
        {
            case JsonKey.Time when found.UtcTicks == 0:
                _ = _reader.TryRead(value, out found.UtcTicks, out _);
                break;
            case JsonKey.Level when found.Severity == LogSeverity.Unspecified:
                found.Severity = json.TokenType == JsonTokenType.Number ? JsonKeys.LevelOfNumber(value) : JsonKeys.LevelOfText(value);
                break;
            case JsonKey.Priority when ClockText.TryDigits(value, 0, 1, out int priority) && value.Length == 1:
                found.Severity = SeverityReader.FromSyslog(priority);
                break;
            case JsonKey.Message when json.TokenType == JsonTokenType.String && rank < found.Rank:
                found.Rank = rank;
                found.Start = (int)json.TokenStartIndex + 1;
                found.Length = value.Length;
                found.Escaped = json.ValueIsEscaped;
                break;
            default:
                break;
        }
    }

    private static ReadOnlyMemory<byte> Content(in LogLine line, in Found found)
    {
        if (found.Rank == JsonKeys.NoMessage)
        {
            return line.Raw;
        }

        ReadOnlyMemory<byte> raw = line.Raw.Slice(found.Start, found.Length);
        return found.Escaped ? Unescape(line.Raw.Slice(found.Start - 1, found.Length + 2), raw) : raw;
    }

    private static ReadOnlyMemory<byte> Unescape(ReadOnlyMemory<byte> literal, ReadOnlyMemory<byte> raw)
    {
        var json = new Utf8JsonReader(literal.Span);
        byte[] text = new byte[raw.Length];
        try
        {
            _ = json.Read();
            int length = json.CopyString(text);

            // Container runtimes keep the line break that ended the line.
            while (length > 0 && text[length - 1] is (byte)'\n' or (byte)'\r')
            {
                length--;
            }

            return text.AsMemory(0, length);
        }
        catch (InvalidOperationException)
        {
            // Not valid UTF-8 once unescaped: the escaped text is still the message.
            return raw;
        }
    }

    private struct Found
    {
        public long UtcTicks;
        public LogSeverity Severity;
        public int Rank;
        public int Start;
        public int Length;
        public bool Escaped;
    }
}
