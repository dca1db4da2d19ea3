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

    /// <summary>One row per aspect: its name, and the numbers.</summary>
    public IEnumerable<(string Name, string Text)> Rows()
    {
        yield return ("lines", Lines(Before, After));
        yield return ("windows", $"{Number(Tally.Windows)}: {Many(Tally.Anomalies, "anomaly", "anomalies")}, {Number(Tally.Normal)} normal, {Number(Tally.Unscored)} unscored");
        if (After.RecordsOutsideWindows > Before.RecordsOutsideWindows)
        {
            yield return ("outside", $"{Number(After.RecordsOutsideWindows - Before.RecordsOutsideWindows)} records belong to no window");
        }

        if (After.RecordsLate > Before.RecordsLate)
        {
            yield return ("late", $"{Number(After.RecordsLate - Before.RecordsLate)} records came after their window had closed and are in a later one");
        }

        yield return ("learned", $"{Number(Before.LinesParsed + Tally.WarmUpLines)} lines as normal" + (HasState ? ", beside the state" : ""));
        yield return ("elapsed", Speed(LinesRead, Elapsed));
    }

    /// <summary>What became of the lines between two counts: read = parsed + skipped, with the reasons.</summary>
    public static string Lines(PipelineCounts before, PipelineCounts after)
    {
        (SkipReason Reason, long Count)[] skips =
            [.. after.LinesSkipped.Keys.Select(reason => (reason, after.LinesSkipped[reason] - before.LinesSkipped[reason])).Where(skip => skip.Item2 > 0)];
        string reasons = string.Join(", ", skips.Select(skip => $"{Number(skip.Count)} {Name(skip.Reason)}"));
        return $"{Number(after.LinesRead - before.LinesRead)} read = {Number(after.LinesParsed - before.LinesParsed)} parsed + {Number(skips.Sum(skip => skip.Count))} skipped"
            + (skips.Length > 0 ? $" ({reasons})" : "");
    }

    public static string Speed(long lines, TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.00} s, {lines / Math.Max(elapsed.TotalSeconds, 1e-3):N0} lines/s");

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
