namespace LogGuardian.Parsing;

/// <summary>
/// Any line with a timestamp near its beginning. The header ends behind the timestamp, or behind the level when one follows at
/// once or after bracketed parts and numbers only.
/// </summary>
internal sealed class GenericFormat : HeaderFormat
{
    private const int MaxOffset = 64;
    private readonly TimestampReader _reader;
    private int _offset;

    public GenericFormat(TimeProvider clock) => _reader = new TimestampReader(clock);

    public override string Name => "generic";

    public override bool IsVague => true;

    public override bool TryRead(in LogLine line, out HeaderReading reading)
    {
        ReadOnlySpan<byte> head = HeaderMatcher.HeaderOf(line.Raw.Span);
        if (!TryFind(head, out int start, out int end, out long ticks))
        {
            reading = default;
            return false;
        }

        int content = LevelScanner.SkipSeparators(head, end);
        if (!LevelScanner.TryFindBehind(head, content, out LogSeverity severity, out int levelEnd))
        {
            _ = LevelScanner.TryFindIn(head[..start], out severity);
        }
        else
        {
            content = LevelScanner.SkipSeparators(head, levelEnd);
        }

        // An object of JSON has a timestamp near its beginning, too.
        reading = new HeaderReading(line.Raw[content..], ticks, severity) { IsPartial = head[0] == '{' };
        return true;
    }

    public override bool StartsRecord(ReadOnlySpan<byte> line) => TryFind(HeaderMatcher.HeaderOf(line), out _, out _, out _);

    public override IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line)
    {
        ReadOnlySpan<byte> head = HeaderMatcher.HeaderOf(line.Raw.Span);
        if (!TryFind(head, out int start, out int end, out _) || !TryRead(line, out HeaderReading reading))
        {
            return [];
        }

        var fields = new List<KeyValuePair<string, string>>(3) { new("Timestamp", LogText.Decode(head[start..end])) };
        ReadOnlySpan<byte> before = head[..start].Trim(" \t[(\"|"u8);
        ReadOnlySpan<byte> behind = head[end..Math.Min(head.Length, line.Raw.Length - reading.Content.Length)].Trim(" \t[](){}<>\"|,:;-"u8);
        if (before.Length > 0)
        {
            fields.Insert(0, new("Prefix", LogText.Decode(before)));
        }

        if (behind.Length > 0)
        {
            fields.Add(new("Header", LogText.Decode(behind)));
        }

        return fields;
    }

    private bool TryFind(ReadOnlySpan<byte> head, out int start, out int end, out long ticks)
    {
        start = _offset;
        if (IsCandidate(head, start) && TryReadAt(head, start, out end, out ticks))
        {
            return true;
        }

        int last = Math.Min(MaxOffset, head.Length - 1);
        for (start = 0; start <= last; start++)
        {
            if (IsCandidate(head, start) && TryReadAt(head, start, out end, out ticks))
            {
                _offset = start;
                return true;
            }
        }

        end = 0;
        ticks = 0;
        return false;
    }

    private bool TryReadAt(ReadOnlySpan<byte> head, int start, out int end, out long ticks)
    {
        bool found = _reader.TryRead(head[start..], out ticks, out int length, out TimestampShape shape);
        end = start + length;
        return found && (start <= 1 || !IsWeak(shape) || (shape == TimestampShape.Epoch && head[start - 1] is (byte)'(' or (byte)'['));
    }

    private static bool IsCandidate(ReadOnlySpan<byte> head, int at)
    {
        if (!ClockText.IsDigit(head, at) && !ClockText.IsLetter(head, at))
        {
            return false;
        }

        return at == 0 || head[at - 1] switch
        {
            (byte)' ' or (byte)'\t' or (byte)'[' or (byte)'(' or (byte)'<' or (byte)'"' => true,
            (byte)'|' or (byte)'=' or (byte)',' or (byte)';' => true,
            (byte)':' => at > 1 && !ClockText.IsDigit(head, at - 2),
            _ => false,
        };
    }

    // Shapes that a plain number, or a time that the message speaks of, may have as well: trusted at the start only.
    private static bool IsWeak(TimestampShape shape) => shape is TimestampShape.DateOnly or TimestampShape.Epoch
        or TimestampShape.CompactDate or TimestampShape.MonthDay or TimestampShape.TimeOfDay;
}
