using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>The names that loggers give to time, level and message.</summary>
internal static class JsonKeys
{
    /// <summary>Rank of a line without a message.</summary>
    public const int NoMessage = int.MaxValue;

    // A template that is no message elsewhere is better than none.
    private const int LastResort = NoMessage - 1;

    // In order of preference: rendered text before templates, the specific before the general.
    private static readonly string[] Messages =
    [
        "@m", "RenderedMessage", "message", "msg", "@mt", "MESSAGE", "Message", "log", "body", "Body", "stringValue", "textPayload",
        "short_message", "MessageTemplate", "event",
    ];

    /// <summary>Rank of the message of Graylog's format.</summary>
    public static readonly int GelfMessage = Array.IndexOf(Messages, "short_message");

    private static readonly JsonEncodedText[] MessageNames = Encode(Messages);

    private static readonly JsonEncodedText[] TemplateNames = Encode(["@mt", "{OriginalFormat}", "MessageTemplate"]);

    private static readonly JsonEncodedText[] ValuesNames = Encode(["State", "Properties", "labels"]);

    private static readonly JsonEncodedText[] AttributesNames = Encode(["attributes", "Attributes"]);

    // The first ones at the top alone: among values they are values. The others are OpenTelemetry's, of the exception semantic conventions.
    private static readonly JsonEncodedText[] ExceptionNames = Encode(["@x", "Exception", "exception"]);

    private static readonly JsonEncodedText[] ExceptionParts = Encode(["exception.stacktrace", "exception.type", "exception.message"]);

    private static readonly JsonEncodedText[] NumberNames = Encode(["severityNumber", "SeverityNumber", "severity_number"]);

    private static readonly JsonEncodedText[] TimeNames = Encode(
    [
        "@t", "time", "timestamp", "@timestamp", "ts", "Timestamp", "t", "date", "datetime", "asctime", "eventTime",
        "__REALTIME_TIMESTAMP", "timeUnixNano", "observedTimeUnixNano", "$date",
    ]);

    private static readonly JsonEncodedText[] LevelNames = Encode(
    [
        "@l", "level", "log.level", "severity", "Level", "levelname", "LogLevel", "levelName", "lvl", "s", "loglevel", "log_level", "Severity",
        "severityText", "SeverityText", "severity_text",
    ]);

    private static readonly JsonEncodedText[] NestNames = Encode(["log", "fields", "@fields", "body", "Body"]);

    // By length, the first letters of all names above, so that most names of values are told from them at a glance.
    private static readonly UInt128[] Known = FirstLetters(
        [.. MessageNames, .. TemplateNames, .. ValuesNames, .. AttributesNames, .. ExceptionNames, .. ExceptionParts, .. NumberNames, .. TimeNames, .. LevelNames, .. NestNames, JsonEncodedText.Encode("PRIORITY")]);

    /// <summary>What a property name means.</summary>
    /// <param name="json">A reader on the name.</param>
    /// <param name="nested">Whether the name stands in an object of the line's own object.</param>
    /// <param name="parent">What that object's name means.</param>
    /// <param name="rank">For a message: the lower, the better.</param>
    public static JsonKey Of(ref Utf8JsonReader json, bool nested, JsonKey parent, out int rank)
    {
        rank = NoMessage;
        if (!MayBeKnown(json))
        {
            return JsonKey.Other;
        }

        if (nested && parent == JsonKey.Time)
        {
            return json.ValueTextEquals("$date"u8) ? JsonKey.Time : JsonKey.Other;
        }

        if (IndexOf(ref json, TemplateNames) >= 0)
        {
            int known = IndexOf(ref json, MessageNames);
            rank = known < 0 ? LastResort : known;
            return JsonKey.Template;
        }

        if (nested && parent is JsonKey.Values or JsonKey.Attributes)
        {
            return ExceptionPart(ref json);
        }

        if (IndexOf(ref json, TimeNames) >= 0)
        {
            return JsonKey.Time;
        }

        if (IndexOf(ref json, LevelNames) >= 0)
        {
            return JsonKey.Level;
        }

        int nest = nested ? -1 : IndexOf(ref json, NestNames);
        int message = IndexOf(ref json, MessageNames);
        if (message >= 0)
        {
            rank = message;
            return nest >= 0 && IsObject(json) ? JsonKey.Nest : JsonKey.Message;
        }

        return nest >= 0 ? JsonKey.Nest : RareOf(ref json, nested);
    }

    /// <summary>Whether a message of a rank is one of the compact format of Serilog.</summary>
    public static bool IsCompactMessage(int rank) => rank < Messages.Length && Messages[rank] is "@m" or "@mt";

    /// <summary>What the string that a reader is on means as the key of an attribute: a template, something of an exception or anything else.</summary>
    public static JsonKey OfAttribute(ref Utf8JsonReader json) => IndexOf(ref json, TemplateNames) >= 0 ? JsonKey.Template : ExceptionPart(ref json);

    /// <summary>Rank of a message property by name; <see cref="NoMessage"/> for any other name.</summary>
    public static int MessageRank(string name)
    {
        int rank = Array.IndexOf(Messages, name);
        return rank < 0 ? NoMessage : rank;
    }

    /// <summary>
    /// Level of the numbers that Bunyan and Pino write, 10 to 60. Smaller numbers mean different things to different loggers.
    /// </summary>
    public static LogSeverity LevelOfNumber(ReadOnlySpan<byte> digits)
    {
        if (digits.Length != 2 || !ClockText.TryDigits(digits, 0, 2, out int number))
        {
            return LogSeverity.Unspecified;
        }

        return number switch
        {
            < 20 => LogSeverity.Trace,
            < 30 => LogSeverity.Debug,
            < 40 => LogSeverity.Information,
            < 50 => LogSeverity.Warning,
            < 60 => LogSeverity.Error,
            _ => LogSeverity.Fatal,
        };
    }

    /// <summary>Level of a severity number of the OpenTelemetry log data model, 1 to 24 in ranges of four.</summary>
    public static LogSeverity LevelOfTelemetry(ReadOnlySpan<byte> digits) =>
        digits.Length <= 2 && ClockText.TryDigits(digits, 0, digits.Length, out int number) && number is >= 1 and <= 24
            ? (LogSeverity)(number - ((number - 1) % 4))
            : LogSeverity.Unspecified;

    public static LogSeverity LevelOfText(ReadOnlySpan<byte> word) =>
        SeverityReader.TryRead(word, out LogSeverity severity) ? severity : LogSeverity.Unspecified;

    // An escaped name may be any.
    private static bool MayBeKnown(in Utf8JsonReader json) =>
        json.ValueIsEscaped || (json.ValueSpan is [< 128, ..] and { Length: var length } name && length < Known.Length && ((Known[length] >> name[0]) & 1) != 0);

    private static UInt128[] FirstLetters(JsonEncodedText[] names)
    {
        var letters = new UInt128[names.Max(name => name.EncodedUtf8Bytes.Length) + 1];
        foreach (JsonEncodedText name in names)
        {
            letters[name.EncodedUtf8Bytes.Length] |= UInt128.One << name.EncodedUtf8Bytes[0];
        }

        return letters;
    }

    private static JsonKey RareOf(ref Utf8JsonReader json, bool nested)
    {
        if (json.ValueTextEquals("PRIORITY"u8))
        {
            return JsonKey.Priority;
        }

        if (IndexOf(ref json, NumberNames) >= 0)
        {
            return JsonKey.Number;
        }

        return nested ? JsonKey.Other : IndexOf(ref json, ValuesNames) >= 0 ? JsonKey.Values
            : IndexOf(ref json, AttributesNames) >= 0 ? JsonKey.Attributes
            : IndexOf(ref json, ExceptionNames) >= 0 ? JsonKey.Exception : ExceptionPart(ref json);
    }

    private static JsonKey ExceptionPart(ref Utf8JsonReader json)
    {
        int part = IndexOf(ref json, ExceptionParts);
        return part < 0 ? JsonKey.Other : JsonKey.Exception + part;
    }

    private static bool IsObject(Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.StartObject;

    private static int IndexOf(ref Utf8JsonReader json, JsonEncodedText[] names)
    {
        ReadOnlySpan<byte> name = json.ValueSpan;
        for (int i = 0; i < names.Length; i++)
        {
            ReadOnlySpan<byte> known = names[i].EncodedUtf8Bytes;
            if (known.Length == name.Length && known.SequenceEqual(name))
            {
                return i;
            }
        }

        return -1;
    }

    private static JsonEncodedText[] Encode(string[] names) => [.. names.Select(n => JsonEncodedText.Encode(n))];
}
