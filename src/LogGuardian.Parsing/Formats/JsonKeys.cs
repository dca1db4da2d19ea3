using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>The names that loggers give to time, level and message.</summary>
internal static class JsonKeys
{
    /// <summary>Rank of a line without a message.</summary>
    public const int NoMessage = int.MaxValue;

    // In order of preference: rendered text before templates, the specific before the general.
    private static readonly string[] Messages =
        ["@m", "RenderedMessage", "message", "msg", "@mt", "MESSAGE", "Message", "log", "body", "MessageTemplate"];

    private static readonly JsonEncodedText[] MessageNames = Encode(Messages);

    private static readonly JsonEncodedText[] TimeNames = Encode(
    [
        "@t", "time", "timestamp", "@timestamp", "ts", "Timestamp", "t", "date", "datetime", "asctime", "eventTime",
        "__REALTIME_TIMESTAMP", "$date",
    ]);

    private static readonly JsonEncodedText[] LevelNames = Encode(
        ["@l", "level", "log.level", "severity", "Level", "levelname", "LogLevel", "levelName", "lvl", "s", "loglevel"]);

    private static readonly JsonEncodedText[] NestNames = Encode(["log", "fields", "@fields"]);

    /// <summary>What a property name means.</summary>
    /// <param name="json">A reader on the name.</param>
    /// <param name="nested">Whether the name stands in an object of the line's own object.</param>
    /// <param name="parent">What that object's name means.</param>
    /// <param name="rank">For a message: the lower, the better.</param>
    public static JsonKey Of(ref Utf8JsonReader json, bool nested, JsonKey parent, out int rank)
    {
        rank = NoMessage;
        if (nested && parent == JsonKey.Time)
        {
            return json.ValueTextEquals("$date"u8) ? JsonKey.Time : JsonKey.Other;
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

        return nest >= 0 ? JsonKey.Nest : json.ValueTextEquals("PRIORITY"u8) ? JsonKey.Priority : JsonKey.Other;
    }

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

    public static LogSeverity LevelOfText(ReadOnlySpan<byte> word) =>
        SeverityReader.TryRead(word, out LogSeverity severity) ? severity : LogSeverity.Unspecified;

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
