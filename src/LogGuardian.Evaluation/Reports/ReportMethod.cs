namespace LogGuardian.Evaluation;

/// <summary>The runs of one method in a <see cref="ReportGroup"/>.</summary>
internal sealed class ReportMethod(IReadOnlyList<EvaluationResult> runs)
{
    public IReadOnlyList<EvaluationResult> Runs { get; } = runs;

    public EvaluationAggregate Aggregate { get; } = EvaluationAggregate.Of(runs);

    /// <summary>The run whose curves stand for all: that with the median F1, so that it is neither the luckiest nor the unluckiest.</summary>
    public EvaluationResult Shown { get; } = runs.OrderBy(run => run.Metrics.Confusion.F1).ElementAt((runs.Count - 1) / 2);

    /// <summary>What F1 may be: the bootstrap interval of a single run, the interval of the mean of several.</summary>
    public Interval? F1Interval => Runs.Count > 1 ? Aggregate.F1.MeanInterval : Shown.Metrics.Intervals?.F1;
}
