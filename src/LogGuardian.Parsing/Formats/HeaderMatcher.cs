namespace LogGuardian.Parsing;

/// <summary>
/// Cuts the header of a line into fields. A field is the shortest text up to the text that follows it in the notation, which is
/// what a lazy regular expression finds, without its backtracking: the work is bounded by the header's length. An optional part
/// holds no white space but that of the notation.
/// </summary>
internal sealed class HeaderMatcher
{
    /// <summary>Headers end within this many bytes; it bounds the work on hostile lines.</summary>
    public const int MaxHeaderBytes = 1024;

    private readonly HeaderStep[] _steps;
    private readonly bool _strict;

    public HeaderMatcher(HeaderStep[] steps, bool strict)
    {
        _steps = steps;
        _strict = strict;
    }

    /// <summary>The part of a record in which its header lies.</summary>
    public static ReadOnlySpan<byte> HeaderOf(ReadOnlySpan<byte> record)
    {
        ReadOnlySpan<byte> head = record.Length > MaxHeaderBytes ? record[..MaxHeaderBytes] : record;
        int end = head.IndexOf((byte)'\n');
        head = end < 0 ? head : head[..end];
        return head.Length > 0 && head[^1] == '\r' ? head[..^1] : head;
    }

    /// <summary>Where the content begins: on the next line when the header fills the first.</summary>
    public static int SkipLineBreak(ReadOnlySpan<byte> record, int at)
    {
        int next = at + (ClockText.Is(record, at, (byte)'\r') ? 1 : 0);
        return ClockText.Is(record, next, (byte)'\n') ? next + 1 : at;
    }

    /// <summary>Matches a header as far as it goes.</summary>
    /// <param name="head">The line, as <see cref="HeaderOf"/> cut it.</param>
    /// <param name="reader">Reads whole timestamps.</param>
    /// <param name="ranges">Receives start and end of each field, or -1 for a field of a part that is not there.</param>
    /// <param name="until">Index of the step to stop at.</param>
    /// <param name="reached">Where the step whose index is returned begins.</param>
    /// <param name="utcTicks">Time of the first whole timestamp, or 0.</param>
    /// <returns>Index of the step that was reached; -1 when not even the first one was. The steps before it are matched.</returns>
    public int Match(
        ReadOnlySpan<byte> head, TimestampReader reader, Span<(int Start, int End)> ranges, int until, out int reached, out long utcTicks)
    {
        HeaderStep[] steps = _steps;
        utcTicks = 0;
        reached = MatchAt(head, 0, steps[0]);
        int i = reached < 0 ? -1 : 0;
        while ((uint)i < (uint)until)
        {
            HeaderStep step = steps[i];
            int next = i + 1;
            int end;
            int resume;
            if (step.Kind is FieldKind.Timestamp or FieldKind.LevelLetter)
            {
                end = MeasuredEnd(step.Kind, head, reached, reader, ref utcTicks);
                resume = end < 0 ? -1 : Follow(head, end, ref next, ranges);
            }
            else if (steps[next].StartsGroup)
            {
                end = FindFork(head, reached, ref next, ranges, out resume);
            }
            else if (steps[next].IsBlank)
            {
                end = FindBlank(head, reached, steps[next].Kind == FieldKind.Content, out resume);
            }
            else
            {
                end = Find(head, reached, steps[next].Lead, steps[next].Kind == FieldKind.Content, out resume);
            }

            if (resume < 0 || (_strict && !Fits(step.Kind, head[reached..end])))
            {
                break;
            }

            ranges[i] = (reached, end);
            i = next;
            reached = resume;
        }

        return i;
    }

    private static int MeasuredEnd(FieldKind kind, ReadOnlySpan<byte> head, int at, TimestampReader reader, ref long utcTicks)
    {
        if (kind == FieldKind.LevelLetter)
        {
            return at < head.Length && SeverityReader.TryRead(head.Slice(at, 1), out _) ? at + 1 : -1;
        }

        if (!reader.TryRead(head[at..], out long ticks, out int length))
        {
            return -1;
        }

        utcTicks = utcTicks == 0 ? ticks : utcTicks;
        return at + length;
    }

    // The text behind a field stands at a known place.
    private int Follow(ReadOnlySpan<byte> head, int at, ref int next, Span<(int Start, int End)> ranges)
    {
        if (!_steps[next].StartsGroup)
        {
            return MatchAt(head, at, _steps[next]);
        }

        int first = next;
        next = _steps[first].GroupEnd;
        int resume = MatchGroup(head, at, first, ranges);
        return resume >= 0 ? resume : MatchAt(head, at, _steps[next]);
    }

    // The field ends at the first place where the optional part matches, or else what follows that part.
    private int FindFork(ReadOnlySpan<byte> head, int from, ref int next, Span<(int Start, int End)> ranges, out int resume)
    {
        int first = next;
        next = _steps[first].GroupEnd;
        byte[] with = _steps[first].Lead;
        byte[] without = _steps[next].Lead;
        bool blank = with[0] == ' ' || without[0] == ' ';
        for (int at = from; at < head.Length; at++)
        {
            ReadOnlySpan<byte> rest = head[at..];
            int skip = blank ? rest.IndexOfAny(with[0], without[0], (byte)'\t') : rest.IndexOfAny(with[0], without[0]);
            if (skip < 0)
            {
                break;
            }

            at += skip;
            resume = MatchGroup(head, at, first, ranges);
            resume = resume >= 0 ? resume : MatchAt(head, at, _steps[next]);
            if (resume >= 0)
            {
                return at;
            }
        }

        resume = -1;
        return -1;
    }

    private int MatchGroup(ReadOnlySpan<byte> head, int at, int first, Span<(int Start, int End)> ranges)
    {
        int after = _steps[first].GroupEnd;
        ranges[first..after].Fill((-1, -1));
        int start = MatchAt(head, at, _steps[first]);
        for (int i = first; start >= 0 && i < after; i++)
        {
            int blank = head[start..].IndexOfAny((byte)' ', (byte)'\t');
            byte[] tail = i + 1 < after ? _steps[i + 1].Lead : _steps[first].GroupTail;
            int end = Find(head, start, tail, _steps[i + 1].Kind == FieldKind.Content, out int resume);
            if (end < 0 || (blank >= 0 && end > start + blank) || (_strict && !Fits(_steps[i].Kind, head[start..end])))
            {
                ranges[first..after].Fill((-1, -1));
                return -1;
            }

            ranges[i] = (start, end);
            start = resume;
        }

        return start;
    }

    // The commonest text between fields by far.
    private static int FindBlank(ReadOnlySpan<byte> head, int from, bool last, out int resume)
    {
        int length = head[from..].IndexOfAny((byte)' ', (byte)'\t');
        if (length < 0)
        {
            resume = last ? head.Length : -1;
            return head.Length;
        }

        resume = from + length + 1;
        while ((uint)resume < (uint)head.Length && head[resume] is (byte)' ' or (byte)'\t')
        {
            resume++;
        }

        return from + length;
    }

    private static int Find(ReadOnlySpan<byte> head, int from, byte[] text, bool last, out int resume)
    {
        for (int at = from; at <= head.Length; at++)
        {
            ReadOnlySpan<byte> rest = head[at..];
            int skip = text[0] == ' ' ? rest.IndexOfAny((byte)' ', (byte)'\t') : rest.IndexOf(text[0]);
            at = skip < 0 ? head.Length : at + skip;
            resume = MatchAt(head, at, text, last);
            if (resume >= 0)
            {
                return at;
            }
        }

        resume = -1;
        return -1;
    }

    private static int MatchAt(ReadOnlySpan<byte> head, int at, HeaderStep step) =>
        MatchAt(head, at, step.Lead, step.Kind == FieldKind.Content);

    // A blank before the message also matches the end of the line: the message is empty.
    private static int MatchAt(ReadOnlySpan<byte> head, int at, byte[] text, bool last)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == ' ')
            {
                int start = at;
                while (at < head.Length && head[at] is (byte)' ' or (byte)'\t')
                {
                    at++;
                }

                if (at == start && !(last && at == head.Length && i == text.Length - 1))
                {
                    return -1;
                }
            }
            else if (at < head.Length && head[at] == text[i])
            {
                at++;
            }
            else
            {
                return -1;
            }
        }

        return at;
    }

    private static bool Fits(FieldKind kind, ReadOnlySpan<byte> field) => kind switch
    {
        FieldKind.Number => field.Length > 0 && field.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0,
        FieldKind.Token => field.Length > 0 && field.IndexOfAny((byte)' ', (byte)'\t') < 0,

        // Padded inside its brackets: '[INFO ]'.
        FieldKind.Level => field.Length > 0 && field.TrimEnd((byte)' ').IndexOfAny((byte)' ', (byte)'\t') < 0,
        FieldKind.LevelMark => SeverityReader.TryReadMark(field, out _),
        FieldKind.Priority => SeverityReader.TryReadPriority(field, out _),
        _ => true,
    };
}
