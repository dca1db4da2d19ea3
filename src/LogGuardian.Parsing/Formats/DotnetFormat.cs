namespace LogGuardian.Parsing;

/// <summary>
/// The console layouts of Microsoft.Extensions.Logging: <c>[time ]level: Category[eventId]</c>, then the content behind a blank
/// or, in the default layout, on the next line.
/// </summary>
internal sealed class DotnetFormat : HeaderFormat
{
    private const int MaxLevelLength = 11;
    private readonly TimestampReader _reader;

    public DotnetFormat(TimeProvider clock) => _reader = new TimestampReader(clock);

    public override string Name => "dotnet";

    public override bool TryRead(in LogLine line, out HeaderReading reading)
    {
        ReadOnlySpan<byte> text = line.Raw.Span;
        if (!TryParse(HeaderMatcher.HeaderOf(text), out Parts parts))
        {
            reading = default;
            return false;
        }

        int content = parts.CategoryEnd;
        while (content < text.Length && text[content] is (byte)' ' or (byte)'\r' or (byte)'\n')
        {
            content++;
        }

        reading = new HeaderReading(line.Raw[content..], parts.UtcTicks, parts.Severity);
        return true;
    }

    public override bool StartsRecord(ReadOnlySpan<byte> line) => TryParse(HeaderMatcher.HeaderOf(line), out _);

    public override IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line)
    {
        ReadOnlySpan<byte> head = HeaderMatcher.HeaderOf(line.Raw.Span);
        if (!TryParse(head, out Parts parts))
        {
            return [];
        }

        var fields = new List<KeyValuePair<string, string>>(4);
        if (parts.TimeEnd > 0)
        {
            fields.Add(new("Timestamp", LogText.Decode(head[parts.TimeStart..parts.TimeEnd])));
        }

        fields.Add(new("Level", LogText.Decode(head[parts.LevelStart..parts.LevelEnd])));
        fields.Add(new("Category", LogText.Decode(head[(parts.LevelEnd + 2)..parts.EventStart])));
        fields.Add(new("EventId", LogText.Decode(head[(parts.EventStart + 1)..(parts.CategoryEnd - 1)])));
        return fields;
    }

    private bool TryParse(ReadOnlySpan<byte> head, out Parts parts)
    {
        parts = default;
        int at = 0;
        int start = ClockText.Is(head, 0, (byte)'[') ? 1 : 0;
        if (ClockText.IsDigit(head, start) && _reader.TryRead(head[start..], out parts.UtcTicks, out int length))
        {
            parts.TimeStart = start;
            parts.TimeEnd = start + length;
            at = parts.TimeEnd + (start > 0 && ClockText.Is(head, parts.TimeEnd, (byte)']') ? 1 : 0);
            at += ClockText.Is(head, at, (byte)' ') ? 1 : 0;
        }

        parts.LevelStart = at;
        while (at - parts.LevelStart < MaxLevelLength && ClockText.IsLetter(head, at))
        {
            at++;
        }

        parts.LevelEnd = at;
        return ClockText.Is(head, at, (byte)':') && ClockText.Is(head, at + 1, (byte)' ')
            && SeverityReader.TryRead(head[parts.LevelStart..at], out parts.Severity)
            && TryFindEventId(head, at + 2, ref parts);
    }

    private static bool TryFindEventId(ReadOnlySpan<byte> head, int at, ref Parts parts)
    {
        int start = at;
        while (at < head.Length)
        {
            int bracket = head[at..].IndexOf((byte)'[');
            if (bracket < 0)
            {
                return false;
            }

            int open = at + bracket;
            at = open + 1;
            at += ClockText.Is(head, at, (byte)'-') ? 1 : 0;
            if (open > start && ClockText.TryNumber(head, ref at, 10, out _) && ClockText.Is(head, at, (byte)']')
                && (at + 1 == head.Length || head[at + 1] == ' '))
            {
                parts.EventStart = open;
                parts.CategoryEnd = at + 1;
                return head[start..open].IndexOf((byte)' ') < 0;
            }
        }

        return false;
    }

    private struct Parts
    {
        public long UtcTicks;
        public LogSeverity Severity;
        public int TimeStart;
        public int TimeEnd;
        public int LevelStart;
        public int LevelEnd;
        public int EventStart;
        public int CategoryEnd;
    }
}
