namespace LogGuardian.Parsing;

/// <summary>RFC 5424 lines: <c>&lt;PRI&gt;1 time host app procid msgid [data] content</c>.</summary>
internal sealed class Syslog5424Format : HeaderFormat
{
    private const int Tokens = 5;
    private static readonly string[] Names = ["Timestamp", "Host", "App", "ProcId", "MsgId"];
    private readonly TimestampReader _reader;

    public Syslog5424Format(TimeProvider clock) => _reader = new TimestampReader(clock);

    public override string Name => "rfc5424";

    /// <summary>Place behind <c>&lt;PRI&gt;</c>, or 0 when the text does not begin with one.</summary>
    internal static int SkipPriority(ReadOnlySpan<byte> text, out LogSeverity severity)
    {
        severity = LogSeverity.Unspecified;
        if (!ClockText.Is(text, 0, (byte)'<'))
        {
            return 0;
        }

        int end = text[..Math.Min(text.Length, 5)].IndexOf((byte)'>');
        return end > 1 && SeverityReader.TryReadPriority(text[1..end], out severity) ? end + 1 : 0;
    }

    public override bool TryRead(in LogLine line, out HeaderReading reading)
    {
        reading = default;
        ReadOnlySpan<byte> text = line.Raw.Span;
        Span<(int Start, int End)> tokens = stackalloc (int, int)[Tokens];
        if (!TryParse(text, tokens, out LogSeverity severity, out _, out int content))
        {
            return false;
        }

        ReadOnlySpan<byte> time = text[tokens[0].Start..tokens[0].End];
        long ticks = 0;
        if (!(time.Length == 1 && time[0] == '-') && !(_reader.TryRead(time, out ticks, out int length) && length == time.Length))
        {
            return false;
        }

        reading = new HeaderReading(line.Raw[content..], ticks, severity);
        return true;
    }

    public override bool StartsRecord(ReadOnlySpan<byte> line)
    {
        int at = SkipPriority(line, out _);
        return at > 0 && ClockText.Is(line, at, (byte)'1') && ClockText.Is(line, at + 1, (byte)' ');
    }

    public override IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line)
    {
        ReadOnlySpan<byte> text = line.Raw.Span;
        Span<(int Start, int End)> tokens = stackalloc (int, int)[Tokens];
        if (!TryParse(text, tokens, out _, out int data, out _))
        {
            return [];
        }

        var fields = new List<KeyValuePair<string, string>>(Tokens + 2)
        {
            new("Priority", LogText.Decode(text[1..text.IndexOf((byte)'>')])),
        };
        for (int i = 0; i < Tokens; i++)
        {
            fields.Add(new(Names[i], LogText.Decode(text[tokens[i].Start..tokens[i].End])));
        }

        fields.Add(new("StructuredData", LogText.Decode(text[(tokens[^1].End + 1)..data])));
        return fields;
    }

    private static bool TryParse(
        ReadOnlySpan<byte> text, Span<(int Start, int End)> tokens, out LogSeverity severity, out int data, out int content)
    {
        data = 0;
        content = 0;
        int at = SkipPriority(text, out severity);
        if (at == 0 || !ClockText.Is(text, at, (byte)'1') || !ClockText.Is(text, at + 1, (byte)' '))
        {
            return false;
        }

        at += 2;
        for (int i = 0; i < Tokens; i++)
        {
            int length = text[at..].IndexOf((byte)' ');
            if (length <= 0)
            {
                return false;
            }

            tokens[i] = (at, at + length);
            at += length + 1;
        }

        data = SkipData(text, at);
        if (data < 0 || (data < text.Length && text[data] != ' '))
        {
            return false;
        }

        content = Math.Min(data + 1, text.Length);
        content += text[content..].StartsWith("\uFEFF"u8) ? 3 : 0;
        return true;
    }

    // '-' or a run of [id name="value" …] in which a quote or a bracket may be escaped.
    private static int SkipData(ReadOnlySpan<byte> text, int at)
    {
        if (ClockText.Is(text, at, (byte)'-'))
        {
            return at + 1;
        }

        int start = at;
        while (ClockText.Is(text, at, (byte)'['))
        {
            bool quoted = false;
            for (at++; at < text.Length && (quoted || text[at] != ']'); at++)
            {
                if (text[at] == '\\')
                {
                    at++;
                }
                else if (text[at] == '"')
                {
                    quoted = !quoted;
                }
            }

            if (at >= text.Length)
            {
                return -1;
            }

            at++;
        }

        return at == start ? -1 : at;
    }
}
