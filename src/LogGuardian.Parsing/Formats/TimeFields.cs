namespace LogGuardian.Parsing;

/// <summary>
/// Finds which of a header's time fields, joined as they stand in the line, make a timestamp. The choice is made on the first
/// line that has one and kept; it is one integer and safe to race on.
/// </summary>
internal sealed class TimeFields
{
    private readonly (int First, int Last)[] _candidates;
    private readonly TimestampReader _reader;
    private int _choice;

    public TimeFields(HeaderStep[] steps, TimestampReader reader)
    {
        _reader = reader;
        var candidates = new List<(int, int)>();
        for (int first = 0; first < steps.Length; first++)
        {
            for (int last = first; last < steps.Length && steps[last].Kind == FieldKind.Time; last++)
            {
                candidates.Add((first, last));
            }
        }

        _candidates = [.. candidates];
    }

    /// <summary>Whether the header has time fields at all.</summary>
    public bool Any => _candidates.Length > 0;

    /// <summary>Whether a timestamp was read before.</summary>
    public bool Known => _choice != 0;

    public bool TryRead(ReadOnlySpan<byte> head, ReadOnlySpan<(int Start, int End)> ranges, out long ticks)
    {
        int choice = _choice;
        if (choice != 0)
        {
            var shape = (TimestampShape)(choice & 0xff);
            ReadOnlySpan<byte> text = Join(head, ranges, (choice >> 8) - 1);
            if (_reader.TryRead(shape, text, out ticks, out int length) && length == text.Length)
            {
                return true;
            }
        }

        return TryChoose(head, ranges, out ticks);
    }

    // An instant beats a local time, a date with a year one without, and both a part of a date; of equals the longest wins.
    private bool TryChoose(ReadOnlySpan<byte> head, ReadOnlySpan<(int Start, int End)> ranges, out long ticks)
    {
        ticks = 0;
        int best = 0;
        int bestLength = 0;
        for (int i = 0; i < _candidates.Length; i++)
        {
            ReadOnlySpan<byte> text = Join(head, ranges, i);
            if (!_reader.TryReadWhole(text, out long read, out TimestampShape shape))
            {
                continue;
            }

            int rank = Rank(shape);
            if (rank > best || (rank == best && text.Length > bestLength))
            {
                best = rank;
                bestLength = text.Length;
                ticks = read;
                _choice = ((i + 1) << 8) | (int)shape;
            }
        }

        return best > 0;
    }

    private ReadOnlySpan<byte> Join(ReadOnlySpan<byte> head, ReadOnlySpan<(int Start, int End)> ranges, int candidate)
    {
        (int first, int last) = _candidates[candidate];
        int start = ranges[first].Start;
        int end = ranges[last].End;
        return start < 0 || end < start ? [] : head[start..end];
    }

    private static int Rank(TimestampShape shape) => shape switch
    {
        TimestampShape.Epoch => 4,
        TimestampShape.TimeOfDay or TimestampShape.DateOnly => 1,
        TimestampShape.MonthName or TimestampShape.MonthDay or TimestampShape.MonthDashDay or TimestampShape.MonthDotDay => 2,
        _ => 3,
    };
}
