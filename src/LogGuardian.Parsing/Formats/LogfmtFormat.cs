namespace LogGuardian.Parsing;

/// <summary>Lines of <c>key=value</c> pairs; the content is the value of <c>msg</c>, or the whole line when there is none.</summary>
internal sealed class LogfmtFormat : HeaderFormat
{
    private const int MaxPairs = 64;
    private const int TypicalPairs = 3;
    private readonly TimestampReader _reader;

    public LogfmtFormat(TimeProvider clock) => _reader = new TimestampReader(clock);

    public override string Name => "logfmt";

    public override bool TryRead(in LogLine line, out HeaderReading reading) => TryRead(line, out reading, out _, out _);

    public override bool Recognizes(in LogLine line) =>
        TryRead(line, out HeaderReading reading, out int pairs, out bool message)
        && (reading.UtcTicks != 0 || reading.Severity != LogSeverity.Unspecified)
        && (message || pairs >= TypicalPairs);

    public override bool StartsRecord(ReadOnlySpan<byte> line)
    {
        int at = 0;
        return !line.IsEmpty && line[0] != ' ' && TryPair(line, ref at, out _, out _);
    }

    public override IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line)
    {
        ReadOnlySpan<byte> text = line.Raw.Span;
        var fields = new List<KeyValuePair<string, string>>();
        int at = 0;
        while (TryPair(text, ref at, out Range key, out Range value))
        {
            if (KeyOf(text[key]) != Key.Message)
            {
                fields.Add(new(LogText.Decode(text[key]), LogText.Decode(text[value])));
            }
        }

        return fields;
    }

    private bool TryRead(in LogLine line, out HeaderReading reading, out int pairs, out bool message)
    {
        ReadOnlySpan<byte> text = line.Raw.Span;
        ReadOnlyMemory<byte> content = line.Raw;
        LogSeverity severity = LogSeverity.Unspecified;
        long ticks = 0;
        int at = 0;
        pairs = 0;
        message = false;
        while (pairs < MaxPairs && TryPair(text, ref at, out Range key, out Range value))
        {
            pairs++;
            switch (KeyOf(text[key]))
            {
                case Key.Time when ticks == 0:
                    _ = _reader.TryRead(text[value], out ticks, out _);
                    break;
                case Key.Level when severity == LogSeverity.Unspecified:
                    _ = SeverityReader.TryRead(text[value], out severity);
                    break;
                case Key.Message when !message:
                    content = line.Raw[value];
                    message = true;
                    break;
                default:
                    break;
            }
        }

        reading = new HeaderReading(content, ticks, severity);
        return pairs > 0 && (message || ticks != 0 || severity != LogSeverity.Unspecified);
    }

    private static bool TryPair(ReadOnlySpan<byte> text, ref int at, out Range key, out Range value)
    {
        value = default;
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t')
        {
            at++;
        }

        int start = at;
        while (at < text.Length && IsKeyByte(text[at]))
        {
            at++;
        }

        key = start..at;
        if (at == start || at == text.Length || text[at] != '=')
        {
            return false;
        }

        at++;
        if (!ClockText.Is(text, at, (byte)'"'))
        {
            int length = text[at..].IndexOfAny((byte)' ', (byte)'\t', (byte)'\n');
            int end = length < 0 ? text.Length : at + length;
            value = at..end;
            at = end;
            return true;
        }

        int open = ++at;
        while (at < text.Length && text[at] != '"')
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        at = Math.Min(at, text.Length);
        value = open..at;
        at = Math.Min(at + 1, text.Length);
        return true;
    }

    private static bool IsKeyByte(byte value) =>
        (uint)((value | 0x20) - 'a') <= 25 || (uint)(value - '0') <= 9
        || value is (byte)'_' or (byte)'.' or (byte)'@' or (byte)'-' or (byte)'/';

    private static Key KeyOf(ReadOnlySpan<byte> key)
    {
        switch (key.Length)
        {
            case 1 when key[0] == 't':
            case 2 when key.SequenceEqual("ts"u8):
            case 4 when key.SequenceEqual("time"u8):
            case 9 when key.SequenceEqual("timestamp"u8):
                return Key.Time;
            case 2 when key.SequenceEqual("at"u8):
            case 3 when key.SequenceEqual("lvl"u8):
            case 5 when key.SequenceEqual("level"u8):
            case 8 when key.SequenceEqual("severity"u8):
                return Key.Level;
            case 3 when key.SequenceEqual("msg"u8):
            case 7 when key.SequenceEqual("message"u8):
                return Key.Message;
            default:
                return Key.Other;
        }
    }

    private enum Key
    {
        Other,
        Time,
        Level,
        Message,
    }
}
