using System.Globalization;
using LogGuardian.Evaluation;

namespace LogGuardian.Cli;

/// <summary>The figures of an evaluation for the terminal: a row for each method, baselines last, and what the audit found.</summary>
internal static class EvaluateTable
{
    private const string Gap = "  ";
    private const string None = "–";
    private static readonly string[] Titles = ["method", "precision", "recall", "F1", "best F1", "avg prec", "ROC AUC", "unseen F1", "distinct F1", "lines/s"];

    public static void Show(Ink ink, EvaluationReport report)
    {
        foreach (IGrouping<(string DataSet, string Protocol), EvaluationAggregate> group in report.Aggregates.GroupBy(row => (row.DataSet, row.Protocol)))
        {
            EvaluationResult[] results = [.. report.Results.Where(result => (result.DataSet, result.Protocol) == group.Key)];
            ink.WriteLine(new Piece($"{SafeText.OneLine(group.Key.DataSet)} · {SafeText.OneLine(group.Key.Protocol)}", Tone.Strong));
            ink.WriteLine(new Piece(Sizes(results), Tone.Quiet));
            ink.WriteLine();
            Show(ink, [.. group]);
            ink.WriteLine();
            foreach (EvaluationResult result in results.Where(result => !result.IsBaseline).DistinctBy(result => result.Method))
            {
                ink.WriteLine(new Piece($"{result.Method}: ", Tone.Strong), new Piece(result.Audit?.Verdict ?? ""));
            }

            ink.WriteLine();
        }
    }

    private static string Sizes(EvaluationResult[] results)
    {
        EvaluationResult first = results[0];
        int splits = results.Count(result => result.Method == first.Method);
        return $"trained on {Over(results, result => result.Training.Units)} units; judged on {Over(results, result => result.Test.Units)} units, "
            + $"{Over(results, result => result.Test.Anomalies)} of them anomalous"
            + (splits > 1 ? string.Create(CultureInfo.InvariantCulture, $"; mean of {splits} splits ± standard deviation") : "");
    }

    private static string Over(EvaluationResult[] results, Func<EvaluationResult, long> count)
    {
        (long least, long most) = (results.Min(count), results.Max(count));
        return ScanSummary.Number(least) + (most > least ? " to " + ScanSummary.Number(most) : "");
    }

    private static void Show(Ink ink, EvaluationAggregate[] rows)
    {
        string[][] cells = [Titles, .. rows.Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, Titles.Length).Select(column => cells.Max(row => row[column].Length))];
        for (int i = 0; i < cells.Length; i++)
        {
            string line = string.Join(Gap, cells[i].Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column])));
            ink.WriteLine(new Piece(line, i == 0 || rows[i - 1].IsBaseline ? Tone.Quiet : Tone.Plain));
        }
    }

    private static string[] Cells(EvaluationAggregate row) =>
    [
        row.Method, Metric(row.Precision), Metric(row.Recall), Metric(row.F1), Metric(row.BestF1), Metric(row.AveragePrecision), Metric(row.RocAuc),
        Metric(row.UnseenF1), Metric(row.DistinctF1), row.LinesPerSecond is { } speed ? ScanSummary.Number((long)speed.Mean) : None,
    ];

    private static string Metric(MetricSummary? summary) => summary is not { } known ? None : known.Count > 1
        ? string.Create(CultureInfo.InvariantCulture, $"{known.Mean:0.000} ± {known.StandardDeviation:0.000}")
        : string.Create(CultureInfo.InvariantCulture, $"{known.Mean:0.0000}");
}
