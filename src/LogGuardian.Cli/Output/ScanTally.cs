namespace LogGuardian.Cli;

/// <summary>Counts what a scan found.</summary>
internal sealed class ScanTally
{
    private string? _source;
    private long _lastLine;

    public long Anomalies { get; private set; }

    public long Normal { get; private set; }

    public long Unscored { get; private set; }

    public long Windows => Anomalies + Normal + Unscored;

    /// <summary>Lines of unscored windows; where windows overlap, each line counts once.</summary>
    public long WarmUpLines { get; private set; }

    /// <summary>Why the last unscored window has no score.</summary>
    public string? WhyUnscored { get; private set; }

    public void Add(Detection detection)
    {
        switch (detection.Label)
        {
            case DetectionLabel.Anomaly:
                Anomalies++;
                break;
            case DetectionLabel.Normal:
                Normal++;
                break;
            default:
                Unscored++;
                WhyUnscored = detection.Failure;
                WarmUpLines += FreshLines(detection.Window);
                break;
        }
    }

    private long FreshLines(LogWindow window)
    {
        if (window.Kind == WindowKind.Session)
        {
            return LinesOf(window, after: 0);
        }

        long after = window.Source == _source ? _lastLine : 0;
        _source = window.Source;
        _lastLine = window.LastLine;
        return LinesOf(window, after);
    }

    private static long LinesOf(LogWindow window, long after)
    {
        long lines = 0;
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            lines += log.Line.LineId > after ? log.Line.LineCount : 0;
        }

        return lines;
    }
}
