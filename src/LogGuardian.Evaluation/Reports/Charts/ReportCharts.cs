using System.Xml.Linq;

namespace LogGuardian.Evaluation;

/// <summary>The charts of a report.</summary>
internal static class ReportCharts
{
    private const int Tooltips = 20;

    public static XElement Comparison(ReportGroup group) => ChartSeries.Figure(
        "F1 at each method's own threshold",
        BarChart.Render(
            $"F1 of the methods on {group.Title}",
            group.Methods.Any(method => method.Runs.Count > 1) ? "F1 (whisker: 95 % interval of the mean)" : "F1 (whisker: 95 % bootstrap interval)",
            [.. group.Methods.Select(method => (ReportText.Of(method.Aggregate.Method), method.Aggregate.F1.Mean, method.F1Interval, method.Aggregate.IsBaseline))]));

    public static XElement Roc(ReportGroup group)
    {
        SvgChart chart = new SvgChart($"ROC curves on {group.Title}", AxisScale.Share, "false positive rate", AxisScale.Share, "recall (true positive rate)").Diagonal();
        return Overlay("ROC curve", group, chart, "ROC-AUC", run => run.Metrics.RocAuc, point => (point.FalsePositiveRate, point.Recall), (0, 0));
    }

    public static XElement PrecisionRecall(ReportGroup group)
    {
        var chart = new SvgChart($"Precision-recall curves on {group.Title}", AxisScale.Share, "recall", AxisScale.Share, "precision");
        return Overlay("Precision-recall curve", group, chart, "AP", run => run.Metrics.AveragePrecision, point => (point.Recall, point.Precision), null);
    }

    public static XElement ByThreshold(EvaluationResult run)
    {
        IReadOnlyList<OperatingPoint> points = run.Curves!.Points;
        AxisScale scores = AxisScale.ForScores(points.Select(point => point.Threshold).Concat(run.Threshold is { } value ? [value] : []));
        var chart = new SvgChart($"Precision, recall and F1 of {ReportText.Of(run.Method)} by threshold", scores, "threshold", AxisScale.Share, "precision, recall, F1");
        (string Name, Func<OperatingPoint, double> Of)[] series = [("F1", point => point.F1), ("precision", point => point.Precision), ("recall", point => point.Recall)];
        for (int i = 0; i < series.Length; i++)
        {
            chart.Line(points.Select(point => (point.Threshold, series[i].Of(point))), i, series[i].Name);
        }

        foreach (OperatingPoint point in Some(points))
        {
            chart.Dot(point.Threshold, point.F1, 6, "hover", Describe(point));
        }

        List<(string, XElement)> legend = [.. series.Select((one, i) => (one.Name, ChartSeries.LineSwatch($"line {ChartSeries.Class(i)}")))];
        if (run.Threshold is { } threshold)
        {
            chart.MarkX(threshold, "threshold");
            legend.Add(($"own threshold {AxisScale.Label(threshold)}, F1 {ReportText.Metric(run.Metrics.Confusion.F1)}", ChartSeries.LineSwatch("threshold")));
        }

        if (run.Metrics.Best is { } best)
        {
            chart.MarkX(best.Threshold, "best");
            legend.Add(($"best threshold {AxisScale.Label(best.Threshold)}, F1 {ReportText.Metric(best.Confusion.F1)}", ChartSeries.LineSwatch("best")));
        }

        return ChartSeries.Figure("By threshold", chart.Root, legend);
    }

    public static XElement Reliability(EvaluationResult run)
    {
        IReadOnlyList<ReliabilityBin> bins = run.Curves!.Reliability;
        SvgChart chart = new SvgChart($"Reliability of {ReportText.Of(run.Method)}", AxisScale.Share, "mean score", AxisScale.Share, "share of anomalies").Diagonal();
        chart.Line(bins.Select(bin => (bin.MeanScore, bin.AnomalyShare)), 0, "reliability");
        foreach (ReliabilityBin bin in bins)
        {
            chart.Dot(bin.MeanScore, bin.AnomalyShare, 4, "point s0", $"{ReportText.Number(bin.Count)} units: mean score {ReportText.Metric(bin.MeanScore)}, share of anomalies {ReportText.Metric(bin.AnomalyShare)}");
        }

        return ChartSeries.Figure(
            "Reliability",
            chart.Root,
            ($"expected calibration error {ReportText.Metric(run.Metrics.CalibrationError)}", ChartSeries.LineSwatch($"line {ChartSeries.Class(0)}")),
            ("perfectly calibrated", ChartSeries.LineSwatch("reference")));
    }

    public static XElement Confusion(EvaluationResult run) => ChartSeries.Figure("Confusion matrix", ConfusionChart.Render(run.Metrics.Confusion));

    public static XElement Timeline(EvaluationResult run)
    {
        EvaluationCurves curves = run.Curves!;
        AxisScale scores = AxisScale.ForScores(curves.Timeline.Select(point => point.Score).Concat(run.Threshold is { } value ? [value] : []));
        var chart = new SvgChart($"Scores of {ReportText.Of(run.Method)} in the order of the test set", AxisScale.Linear(0, curves.Units), "unit of the test set", scores, "score");
        foreach (TimelinePoint point in curves.Timeline.OrderBy(point => point.Label))
        {
            string tooltip = $"unit {ReportText.Number(point.Position + 1)}, {(point.Label ? "anomalous" : "normal")}, score {AxisScale.Label(point.Score)}";
            _ = point.Label ? chart.Diamond(point.Position, point.Score, 4, "anomaly", tooltip) : chart.Dot(point.Position, point.Score, 2.2, "normal", tooltip);
        }

        List<(string, XElement)> legend = [("truly anomalous", ChartSeries.DiamondSwatch("anomaly")), ("truly normal", ChartSeries.DotSwatch("normal"))];
        if (run.Threshold is { } threshold)
        {
            chart.MarkY(threshold, "threshold");
            legend.Add(($"threshold {AxisScale.Label(threshold)}", ChartSeries.LineSwatch("threshold")));
        }

        string title = curves.Timeline.Count < curves.Units ? "Scores in order (extremes of every stretch)" : "Scores in order";
        return ChartSeries.Figure(title, chart.Root, legend);
    }

    private static XElement Overlay(
        string title,
        ReportGroup group,
        SvgChart chart,
        string metric,
        Func<EvaluationResult, double?> area,
        Func<OperatingPoint, (double X, double Y)> place,
        (double X, double Y)? start)
    {
        ReportMethod[] methods = [.. group.Methods.Where(method => area(method.Shown) is not null && method.Shown.Curves is not null)];
        List<(string, XElement)> legend = [];
        for (int i = 0; i < methods.Length; i++)
        {
            IReadOnlyList<OperatingPoint> points = methods[i].Shown.Curves!.Points;
            string name = $"{ReportText.Of(methods[i].Aggregate.Method)}, {metric} {ReportText.Metric(area(methods[i].Shown))}";
            legend.Add((name, ChartSeries.LineSwatch($"line {ChartSeries.Class(i)}")));
            chart.Line([.. start is { } first ? [first] : Array.Empty<(double, double)>(), .. points.Select(place)], i, name);
            foreach (OperatingPoint point in Some(points))
            {
                (double x, double y) = place(point);
                chart.Dot(x, y, 6, "hover", $"{name}\n{Describe(point)}");
            }
        }

        return ChartSeries.Figure(title, chart.Root, legend);
    }

    /// <summary>A few points that tell their figures when pointed at, so that the page stays small.</summary>
    private static IEnumerable<OperatingPoint> Some(IReadOnlyList<OperatingPoint> points) =>
        points.Where((_, i) => i % Math.Max(1, (points.Count + Tooltips - 1) / Tooltips) == 0);

    private static string Describe(OperatingPoint point) =>
        $"threshold {AxisScale.Label(point.Threshold)}: precision {ReportText.Metric(point.Precision)}, recall {ReportText.Metric(point.Recall)}, F1 {ReportText.Metric(point.F1)}";
}
