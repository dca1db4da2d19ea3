using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>Finds time, level, message and template in a JSON line, in one pass that allocates nothing.</summary>
internal sealed class JsonScanner
{
    private readonly TimestampReader _reader;

    public JsonScanner(TimeProvider clock) => _reader = new TimestampReader(clock);

    /// <summary>Scans a line; false when it is not one JSON object. Never throws.</summary>
    public bool TryScan(ReadOnlySpan<byte> text, out JsonFound found)
    {
        found = new JsonFound { Rank = JsonKeys.NoMessage, Digit = -1 };
        var json = new Utf8JsonReader(text);
        try
        {
            Scan(ref json, ref found);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader has no other way to say that a line is not JSON; a hostile line costs an exception, not the run.
            return false;
        }

        // A stack trace may follow on further lines; on the same line it is not JSON.
        ReadOnlySpan<byte> rest = text[(int)json.BytesConsumed..].TrimStart(" \t\r"u8);
        if (!rest.IsEmpty && rest[0] != '\n')
        {
            return false;
        }

        if (found.Template.IsFound && !found.Values.IsFound)
        {
            found.Values = found.Properties.IsFound ? found.Properties : new JsonPart(0, (int)json.BytesConsumed);
        }

        return true;
    }

    private void Scan(ref Utf8JsonReader json, ref JsonFound found)
    {
        bool nested = false;
        bool templated = false;
        int start = 0;
        JsonKey parent = JsonKey.Other;
        while (json.Read() && !(json.TokenType == JsonTokenType.EndObject && json.CurrentDepth == 0))
        {
            if (json.TokenType == JsonTokenType.EndObject && nested)
            {
                nested = false;
                var part = new JsonPart(start, (int)json.BytesConsumed - start);
                found.Values = templated ? part : found.Values;
                found.Properties = parent == JsonKey.Values ? part : found.Properties;
            }

            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            JsonKey key = JsonKeys.Of(ref json, nested, parent, out int rank);
            JsonPart name = PartOf(json);
            bool isListed = !nested && !MessageValues.IsCompactField(json.ValueSpan);
            found.IsCompact |= !nested && json.ValueSpan.Length == 2 && json.ValueSpan.SequenceEqual("@t"u8);
            _ = json.Read();
            int at = (int)json.TokenStartIndex;
            bool isString = json.TokenType == JsonTokenType.String;
            if (json.TokenType == JsonTokenType.StartObject && !nested && key is JsonKey.Nest or JsonKey.Time or JsonKey.Values or JsonKey.Attributes)
            {
                (nested, parent, start, templated) = (true, key, at, false);
                found.Listed.Close();
                continue;
            }

            if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                TakeWhole(ref json, key, rank, ref found);
            }
            else if (key == JsonKey.Template && isString)
            {
                templated = nested;
                found.Template = PartOf(json);
                Take(ref json, JsonKey.Message, rank, ref found);
            }
            else
            {
                Take(ref json, key, rank, ref found);
            }

            if (isListed)
            {
                found.Listed.Add(name, isString ? PartOf(json) : new JsonPart(at, (int)json.BytesConsumed - at));
            }
        }
    }

    private void Take(ref Utf8JsonReader json, JsonKey key, int rank, ref JsonFound found)
    {
        ReadOnlySpan<byte> value = json.ValueSpan;
        switch (key)
        {
            case JsonKey.Time when found.UtcTicks == 0:
                _ = _reader.TryRead(value, out found.UtcTicks, out _);
                break;
            case JsonKey.Level when value.Length == 1 && ClockText.TryDigits(value, 0, 1, out int digit):
                found.Digit = digit;
                break;
            case JsonKey.Level when found.Severity == LogSeverity.Unspecified:
                found.Severity = json.TokenType == JsonTokenType.Number ? JsonKeys.LevelOfNumber(value) : JsonKeys.LevelOfText(value);
                break;
            case JsonKey.Number when found.Severity == LogSeverity.Unspecified:
                found.Severity = JsonKeys.LevelOfTelemetry(value);
                break;
            case JsonKey.Priority when ClockText.TryDigits(value, 0, 1, out int priority) && value.Length == 1:
                found.Severity = SeverityReader.FromSyslog(priority);
                break;
            case JsonKey.Message when json.TokenType == JsonTokenType.String && rank < found.Rank && value.Length > 0:
                found.Rank = rank;
                found.Message = PartOf(json);
                found.IsBytes = false;
                break;
            case JsonKey.Exception or JsonKey.ExceptionType or JsonKey.ExceptionMessage when json.TokenType == JsonTokenType.String:
                found.Exception = found.Exception.With(key, PartOf(json));
                break;
            default:
                break;
        }
    }

    // An object or an array: passed over, unless it is the message or the attributes.
    private static void TakeWhole(ref Utf8JsonReader json, JsonKey key, int rank, ref JsonFound found)
    {
        int start = (int)json.TokenStartIndex;
        if (json.TokenType == JsonTokenType.StartArray && key == JsonKey.Attributes)
        {
            if (TakeAttributes(ref json, ref found))
            {
                found.Values = new JsonPart(start, (int)json.BytesConsumed - start);
            }

            return;
        }

        bool array = json.TokenType == JsonTokenType.StartArray;
        json.Skip();
        if (array && key == JsonKey.Message && rank < found.Rank && json.BytesConsumed - start > 2)
        {
            found.Rank = rank;
            found.Message = new JsonPart(start, (int)json.BytesConsumed - start);
            found.IsBytes = true;
        }
    }

    // [{"key":"{OriginalFormat}","value":{"stringValue":"Order {Id}"}}, …]
    private static bool TakeAttributes(ref Utf8JsonReader json, ref JsonFound found)
    {
        bool templated = false;
        int depth = json.CurrentDepth;
        JsonKey key = JsonKey.Other;
        while (json.Read() && !(json.TokenType == JsonTokenType.EndArray && json.CurrentDepth == depth))
        {
            if (json.TokenType != JsonTokenType.String)
            {
                continue;
            }

            if (json.CurrentDepth == depth + 2)
            {
                key = JsonKeys.OfAttribute(ref json);
            }
            else if (key != JsonKey.Other && json.CurrentDepth == depth + 3)
            {
                JsonPart part = PartOf(json);
                templated |= key == JsonKey.Template && part.IsFound;
                (found.Template, found.Exception) = key == JsonKey.Template ? (part, found.Exception) : (found.Template, found.Exception.With(key, part));
                key = JsonKey.Other;
            }
        }

        return templated;
    }

    private static JsonPart PartOf(in Utf8JsonReader json) => new((int)json.TokenStartIndex + 1, json.ValueSpan.Length, json.ValueIsEscaped);
}
