using System.Globalization;

namespace LogGuardian.Cli;

/// <summary>The last words of a scan: what was read, and what came of it.</summary>
internal sealed record ScanSummary
{
    public required PipelineCounts Before { get; init; }

    public required PipelineCounts After { get; init; }

    public required ScanTally Tally { get; init; }

    public required TimeSpan Elapsed { get; init; }

    public required bool HasState { get; init; }

    public long LinesRead => After.LinesRead - Before.LinesRead;

    public long LinesParsed => After.LinesParsed - Before.LinesParsed;

    public long Skipped(SkipReason reason) => After.LinesSkipped[reason] - Before.LinesSkipped[reason];

    /// <summary>One row per aspect: its name, and the numbers.</summary>
    public IEnumerable<(string Name, string Text)> Rows()
    {
        long skipped = After.LinesSkipped.Keys.Sum(Skipped);
        string reasons = string.Join(", ", After.LinesSkipped.Keys.Where(reason => Skipped(reason) > 0).Select(reason => $"{Number(Skipped(reason))} {Name(reason)}"));
        yield return ("lines", $"{Number(LinesRead)} read = {Number(LinesParsed)} parsed + {Number(skipped)} skipped" + (skipped > 0 ? $" ({reasons})" : ""));
        yield return ("windows", $"{Number(Tally.Windows)}: {Many(Tally.Anomalies, "anomaly", "anomalies")}, {Number(Tally.Normal)} normal, {Number(Tally.Unscored)} unscored");
        if (After.RecordsOutsideWindows > Before.RecordsOutsideWindows)
        {
            yield return ("outside", $"{Number(After.RecordsOutsideWindows - Before.RecordsOutsideWindows)} records belong to no window");
        }

        yield return ("learned", $"{Number(Before.LinesParsed + Tally.WarmUpLines)} lines as normal" + (HasState ? ", beside the state" : ""));
        double rate = LinesRead / Math.Max(Elapsed.TotalSeconds, 1e-3);
        yield return ("elapsed", string.Create(CultureInfo.InvariantCulture, $"{Elapsed.TotalSeconds:0.00} s, {rate:N0} lines/s"));
    }

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Many(long count, string one, string many) => $"{Number(count)} {(count == 1 ? one : many)}";

    public static string Name(SkipReason reason) => reason switch
    {
        SkipReason.Blank => "blank",
        SkipReason.TooLong => "too long",
        SkipReason.Binary => "binary",
        SkipReason.Directive => "directives",
        _ => reason.ToString(),
    };
}
