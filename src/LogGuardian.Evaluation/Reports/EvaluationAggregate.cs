namespace LogGuardian.Evaluation;

/// <summary>One method over all splits of a protocol. A metric that is null for every split is null here; one that is null for some is summed up over the others.</summary>
public sealed record EvaluationAggregate
{
    /// <summary>Name of the data set.</summary>
    public required string DataSet { get; init; }

    /// <summary>Name of the protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>Name of the method.</summary>
    public required string Method { get; init; }

    /// <summary>Whether the method is there to compare with.</summary>
    public required bool IsBaseline { get; init; }

    /// <summary>Number of splits.</summary>
    public required int Runs { get; init; }

    /// <summary>Precision at the method's threshold.</summary>
    public required MetricSummary Precision { get; init; }

    /// <summary>Recall at the method's threshold.</summary>
    public required MetricSummary Recall { get; init; }

    /// <summary>F1 at the method's threshold.</summary>
    public required MetricSummary F1 { get; init; }

    /// <summary>Matthews correlation at the method's threshold.</summary>
    public required MetricSummary Mcc { get; init; }

    /// <summary>The best possible F1.</summary>
    public MetricSummary? BestF1 { get; init; }

    /// <summary>Area under the ROC curve.</summary>
    public MetricSummary? RocAuc { get; init; }

    /// <summary>Average precision.</summary>
    public MetricSummary? AveragePrecision { get; init; }

    /// <summary>F1 on test units whose sequence does not occur in training.</summary>
    public MetricSummary? UnseenF1 { get; init; }

    /// <summary>F1 on the different sequences of the test set.</summary>
    public MetricSummary? DistinctF1 { get; init; }

    /// <summary>Share of the test units whose sequence occurs in training.</summary>
    public MetricSummary? SeenShare { get; init; }

    /// <summary>False alarms in a million lines.</summary>
    public MetricSummary? FalseAlarmsPerMillionLines { get; init; }

    /// <summary>Lines scored in a second.</summary>
    public MetricSummary? LinesPerSecond { get; init; }

    internal static EvaluationAggregate Of(IReadOnlyList<EvaluationResult> runs)
    {
        EvaluationResult first = runs[0];
        MetricSummary? Over(Func<EvaluationResult, double?> metric) =>
            runs.Select(metric).OfType<double>().ToArray() is { Length: > 0 } values ? MetricSummary.Of(values) : null;
        return new EvaluationAggregate
        {
            DataSet = first.DataSet,
            Protocol = first.Protocol,
            Method = first.Method,
            IsBaseline = first.IsBaseline,
            Runs = runs.Count,
            Precision = MetricSummary.Of(runs.Select(run => run.Metrics.Confusion.Precision)),
            Recall = MetricSummary.Of(runs.Select(run => run.Metrics.Confusion.Recall)),
            F1 = MetricSummary.Of(runs.Select(run => run.Metrics.Confusion.F1)),
            Mcc = MetricSummary.Of(runs.Select(run => run.Metrics.Confusion.Mcc)),
            BestF1 = Over(run => run.Metrics.Best?.Confusion.F1),
            RocAuc = Over(run => run.Metrics.RocAuc),
            AveragePrecision = Over(run => run.Metrics.AveragePrecision),
            UnseenF1 = Over(run => run.Audit?.UnseenF1),
            DistinctF1 = Over(run => run.Audit?.DistinctF1),
            SeenShare = Over(run => run.Audit?.SeenShare),
            FalseAlarmsPerMillionLines = Over(run => run.Metrics.FalseAlarmsPerMillionLines),
            LinesPerSecond = Over(run => run.LinesPerSecond),
        };
    }
}
