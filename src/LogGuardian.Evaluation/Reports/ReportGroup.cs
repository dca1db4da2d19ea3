using System.Globalization;

namespace LogGuardian.Evaluation;

/// <summary>The results of one data set and protocol: they may be compared with each other, and with no others.</summary>
internal sealed class ReportGroup
{
    public ReportGroup(IReadOnlyList<EvaluationResult> results)
    {
        Results = results;
        Methods = [.. results.GroupBy(result => result.Method).Select(group => new ReportMethod([.. group])).OrderBy(method => method.Aggregate.IsBaseline)];
    }

    public IReadOnlyList<EvaluationResult> Results { get; }

    /// <summary>Baselines last.</summary>
    public IReadOnlyList<ReportMethod> Methods { get; }

    public string Title => $"{ReportText.Of(Results[0].DataSet)} · {ReportText.Of(Results[0].Protocol)}";

    /// <summary>What was trained on and judged, and how rare anomalies were.</summary>
    public string Sizes
    {
        get
        {
            string Over(Func<EvaluationResult, long> count)
            {
                (long least, long most) = (Results.Min(count), Results.Max(count));
                return least == most ? ReportText.Number(least) : $"{ReportText.Number(least)} to {ReportText.Number(most)}";
            }

            int splits = Results.Select(result => result.Split).Distinct().Count();
            return $"Training: {Over(result => result.Training.Units)} units ({Over(result => result.Training.Anomalies)} anomalous, {Over(result => result.Training.Lines)} lines). "
                + $"Test: {Over(result => result.Test.Units)} units ({Over(result => result.Test.Anomalies)} anomalous, {Over(result => result.Test.Lines)} lines)."
                + (splits > 1 ? string.Create(CultureInfo.InvariantCulture, $" {splits} splits: mean ± standard deviation; charts and details show the split with the median F1.") : "");
        }
    }

    /// <summary>What a reader must know to judge the figures; sentences.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            if (Methods.All(method => !method.Aggregate.IsBaseline))
            {
                yield return "No baseline was run: nothing says how hard this is.";
            }

            int splits = Methods.Max(method => method.Runs.Count);
            foreach (ReportMethod method in Methods.Where(method => method.Runs.Count < splits))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{ReportText.Of(method.Aggregate.Method)}: {method.Runs.Count} of {splits} splits; the others could not teach it.");
            }

            foreach (ReportMethod method in Methods.Where(method => method.Shown.Audit is not null))
            {
                string split = method.Runs.Count > 1 ? $" ({ReportText.Of(method.Shown.Split)})" : "";
                yield return $"{ReportText.Of(method.Aggregate.Method)}{split}: {method.Shown.Audit!.Verdict}";
            }
        }
    }
}
