namespace LogGuardian.Parsing;

/// <summary>
/// Notices that a source's lines stopped matching its format: after a deployment, behind a banner, in a file that two programs
/// share. Counting costs nothing while the format fits. When misses outnumber hits by <see cref="FirstInterval"/>, the last of them
/// are shown to the detector, and the source goes on with what it finds; when it finds nothing better, the next look comes after
/// twice as many.
/// </summary>
internal sealed class FormatReviser(FormatDetector detector)
{
    /// <summary>Misses before the first look.</summary>
    public const int FirstInterval = 200;

    /// <summary>Sources whose lines are collected at a time.</summary>
    public const int MaxWatched = 64;

    private const int LongestInterval = 16_384;

    // A payload in the middle of a log, such as a dump of SQL, is shorter than this: only then has the log no headers any more.
    private const int PlainInterval = 1_600;

    private const int SampleLines = 150;
    private const int MaxSampleBytes = 65_536;

    // As for the detector: a format that still reads a twentieth of the lines is alive.
    private const int AliveShare = 20;

    private readonly Dictionary<SourceFormat, Sample> _samples = [];
    private readonly Lock _gate = new();

    /// <summary>Sources whose lines are being collected.</summary>
    public int Watched => _samples.Count;

    /// <summary>Counts a line that the source's format did not explain, and looks again when there were many.</summary>
    public void Miss(SourceFormat source, in LogLine line)
    {
        source.Misses++;
        if (source.Misses <= source.Interval - SampleLines)
        {
            return;
        }

        lock (_gate)
        {
            Sample sample = SampleOf(source);
            sample.Add(line);
            if (source.Misses >= source.Interval)
            {
                _samples.Remove(source);
                Revise(source, [.. sample.Lines]);
            }
        }
    }

    private void Revise(SourceFormat source, LogLine[] lines)
    {
        HeaderFormat found = detector.Detect(lines);
        if (IsBetter(source, found, lines))
        {
            source.Switch(found);
            return;
        }

        source.Interval = Math.Min(2 * source.Interval, LongestInterval);
        source.Misses = 0;
        source.Hits = 0;
    }

    private static bool IsBetter(SourceFormat source, HeaderFormat found, LogLine[] lines)
    {
        bool alive = source.Hits * AliveShare >= source.Interval;
        return found switch
        {
            PlainFormat => source.Format is not PlainFormat && !alive && source.Interval >= PlainInterval,
            GenericFormat when source.Format is not PlainFormat => !alive && Count(found, lines) > Count(source.Format, lines),
            _ when source.Format.IsVague && !found.IsVague => true,
            _ => source.Format is PlainFormat || Count(found, lines) > Count(source.Format, lines),
        };
    }

    private Sample SampleOf(SourceFormat source)
    {
        if (!_samples.TryGetValue(source, out Sample? sample))
        {
            if (_samples.Count >= MaxWatched)
            {
                _samples.Clear();
            }

            sample = new Sample();
            _samples.Add(source, sample);
        }

        return sample;
    }

    private static int Count(HeaderFormat format, LogLine[] lines) => lines.Count(line => format.Recognizes(line));

    /// <summary>Copies of lines: the originals would keep their chunks alive.</summary>
    private sealed class Sample
    {
        private int _bytes;

        public List<LogLine> Lines { get; } = [];

        public void Add(in LogLine line)
        {
            if (Lines.Count < SampleLines && _bytes + line.Raw.Length <= MaxSampleBytes)
            {
                _bytes += line.Raw.Length;
                Lines.Add(new LogLine(line.Source, line.LineId, line.Raw.ToArray()));
            }
        }
    }
}
