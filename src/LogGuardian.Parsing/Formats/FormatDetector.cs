using System.Runtime.InteropServices;

namespace LogGuardian.Parsing;

/// <summary>
/// Recognises the format of a source from its first lines: the most specific format that reads nearly as many of them as any
/// other, and most of those that may begin a record.
/// </summary>
internal sealed class FormatDetector
{
    private const int MaxSample = 200;
    private const int MaxPrintedBytes = 1 << 20;
    private const double MinShare = 0.6;

    // Rotation, banners and crashes put foreign lines into any log: a more specific format may lose a tenth of the best one's lines.
    private const double NearBest = 0.9;

    // Long stack traces and pretty-printed payloads leave few lines with a header.
    private const double MinDatedShare = 0.05;

    private readonly TimeProvider _clock;

    public FormatDetector(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
    }

    /// <summary>Chooses a format; a new instance, for one source.</summary>
    /// <param name="lines">The first physical lines of the source, continuations and junk included.</param>
    public HeaderFormat Detect(ReadOnlySpan<LogLine> lines)
    {
        HeaderFormat format = DetectOuter(lines);
        if (format is not ContainerFormat container)
        {
            return format;
        }

        var contents = new List<LogLine>(lines.Length);
        foreach (ref readonly LogLine line in lines)
        {
            if (container.TryUnwrap(line, out LogLine content))
            {
                contents.Add(content);
            }
        }

        // One envelope: a container in a container is text.
        return container.Holding(DetectOuter(CollectionsMarshal.AsSpan(contents)) is var inner and not ContainerFormat ? inner : new PlainFormat());
    }

    private HeaderFormat DetectOuter(ReadOnlySpan<LogLine> lines)
    {
        List<LogLine> sample = Sample(lines, out HeaderFormat? w3c);
        if (w3c is not null && Count(w3c, sample) >= MinShare * sample.Count)
        {
            return w3c;
        }

        if (WindowsEventFormat.Begins(lines))
        {
            return new WindowsEventFormat(_clock);
        }

        if (IsPrinted(lines))
        {
            return new JsonFormat(_clock);
        }

        var generic = new GenericFormat(_clock);
        IReadOnlyList<HeaderFormat> known = FormatCatalogue.Create(_clock);
        int[] hits = [.. known.Select(f => Count(f, sample))];
        int dated = Count(generic, sample);
        if (sample.Count == 0)
        {
            return PlainOf(lines);
        }

        return Choose(known, hits, MinShare * sample.Count)
            ?? (dated >= MinShare * sample.Count ? generic : null)
            ?? (IsDated(generic, sample, dated) ? Choose(known, hits, MinShare * dated) ?? generic : null)
            ?? ChooseUndated(sample)
            ?? PlainOf(lines);
    }

    private List<LogLine> Sample(ReadOnlySpan<LogLine> lines, out HeaderFormat? w3c)
    {
        w3c = FindColumns(lines);
        var sample = new List<LogLine>(Math.Min(lines.Length, MaxSample));
        foreach (ref readonly LogLine line in lines)
        {
            ReadOnlySpan<byte> text = line.Raw.Span;
            bool continuation = text.IsEmpty || text[0] is (byte)' ' or (byte)'\t' or (byte)'\r' || StackTrace.IsFrame(text);
            if (!continuation && w3c?.IsDirective(text) != true && line.Skipped == SkipReason.None && sample.Count < MaxSample)
            {
                sample.Add(line);
            }
        }

        return sample;
    }

    private static PlainFormat PlainOf(ReadOnlySpan<LogLine> lines) =>
        new(indents: lines.Length == 0 || lines[0].Raw.IsEmpty || lines[0].Raw.Span[0] is not ((byte)' ' or (byte)'\t'));

    /// <summary>Whether the lines are JSON objects that are printed over several lines.</summary>
    private bool IsPrinted(ReadOnlySpan<LogLine> lines)
    {
        var records = new List<List<byte>>();
        var format = new JsonFormat(_clock);
        int bytes = 0;
        foreach (ref readonly LogLine line in lines)
        {
            ReadOnlySpan<byte> text = line.Raw.Span;
            bytes += text.Length;
            if (bytes > MaxPrintedBytes || (records.Count == 0 && !IsLoneBrace(text)))
            {
                return false;
            }

            if (records.Count == 0 || format.StartsRecord(text))
            {
                records.Add([]);
            }

            records[^1].AddRange(text);
            records[^1].Add((byte)'\n');
        }

        return records.Count(record => format.Recognizes(new LogLine("sample", 1, record.ToArray()))) >= Math.Max(1, MinShare * records.Count);
    }

    private static bool IsLoneBrace(ReadOnlySpan<byte> text) => text.TrimEnd(" \r"u8).SequenceEqual("{"u8);

    private W3cFormat? FindColumns(ReadOnlySpan<LogLine> lines)
    {
        foreach (ref readonly LogLine line in lines)
        {
            if (W3cFormat.NamesColumns(line.Raw.Span))
            {
                return new W3cFormat(line.Raw.Span, _clock);
            }
        }

        return null;
    }

    private static bool IsDated(GenericFormat generic, List<LogLine> sample, int dated) =>
        dated >= Math.Max(2, MinDatedShare * sample.Count) && generic.StartsRecord(sample[0].Raw.Span);

    private HeaderFormat? ChooseUndated(List<LogLine> sample)
    {
        IReadOnlyList<HeaderFormat> undated = FormatCatalogue.CreateUndated(_clock);
        return Choose(undated, [.. undated.Select(f => Count(f, sample))], MinShare * sample.Count);
    }

    private static HeaderFormat? Choose(IReadOnlyList<HeaderFormat> known, int[] hits, double atLeast)
    {
        double needed = Math.Max(Math.Max(1, atLeast), NearBest * hits.Max());
        int first = Array.FindIndex(hits, h => h >= needed);
        return first < 0 ? null : known[first];
    }

    private static int Count(HeaderFormat format, List<LogLine> sample)
    {
        int hits = 0;
        foreach (LogLine line in sample)
        {
            hits += format.Recognizes(line) ? 1 : 0;
        }

        return hits;
    }
}
