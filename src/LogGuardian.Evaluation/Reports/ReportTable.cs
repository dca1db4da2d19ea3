namespace LogGuardian.Evaluation;

/// <summary>The table of a <see cref="ReportGroup"/>, the same in Markdown and HTML. Columns of the audit stand beside F1, because F1 means little without them.</summary>
internal static class ReportTable
{
    public static IReadOnlyList<string> Head { get; } =
    [
        "method", "precision", "recall", "F1", "F1 unseen", "F1 distinct", "seen in training", "best F1", "ROC-AUC", "AP", "MCC",
        "false alarms/M lines", "lines/s", "peak memory",
    ];

    public static IReadOnlyList<string> Row(ReportMethod method)
    {
        EvaluationAggregate sums = method.Aggregate;
        return
        [
            ReportText.Of(sums.Method) + (sums.IsBaseline ? " (baseline)" : ""),
            ReportText.Metric(sums.Precision),
            ReportText.Metric(sums.Recall),
            sums.Runs == 1 ? ReportText.Metric(sums.F1.Mean, method.F1Interval) : ReportText.Metric(sums.F1),
            ReportText.Metric(sums.UnseenF1),
            ReportText.Metric(sums.DistinctF1),
            ReportText.Percent(sums.SeenShare?.Mean),
            ReportText.Metric(sums.BestF1),
            ReportText.Metric(sums.RocAuc),
            ReportText.Metric(sums.AveragePrecision),
            ReportText.Metric(sums.Mcc),
            ReportText.Rounded(sums.FalseAlarmsPerMillionLines?.Mean),
            ReportText.Rounded(sums.LinesPerSecond?.Mean),
            ReportText.Bytes(method.Runs.Max(run => run.PeakMemoryBytes)),
        ];
    }

    /// <summary>Explains the columns that do not explain themselves.</summary>
    public static string Legend { get; } =
        "Precision, recall, F1 and MCC are at the method's own threshold; in brackets the 95 % bootstrap interval, stratified by label. Unseen: test units whose sequence of templates "
        + "does not occur in training. Distinct: each sequence counts once. Best F1: at the threshold that suits the test set best, which nobody knows beforehand. AP: average precision.";
}
