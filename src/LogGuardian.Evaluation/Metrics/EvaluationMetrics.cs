namespace LogGuardian.Evaluation;

/// <summary>How good predictions are. What needs a threshold uses the method's own; what the best one would bring is told apart.</summary>
public sealed record EvaluationMetrics
{
    private const double LinesPerMillion = 1e6;
    private static readonly int[] DefaultTopCounts = [10, 100, 1_000];
    private static readonly int[] LocalisationLines = [1, 3, 5];

    /// <summary>Counts, precision, recall, F1 and Matthews correlation at the method's threshold.</summary>
    public required ConfusionMatrix Confusion { get; init; }

    /// <summary>The best possible F1 and its threshold; null without anomalies.</summary>
    public BestThreshold? Best { get; init; }

    /// <summary>Area under the ROC curve, 0 to 1: the probability that an anomaly scores higher than a normal unit, ties counting half. Null when one class is missing.</summary>
    public double? RocAuc { get; init; }

    /// <summary>
    /// Area under the precision-recall curve as the sum of its steps, 0 to 1, as <c>average_precision_score</c> of scikit-learn; a random score has the share of anomalies. Null
    /// without anomalies.
    /// </summary>
    public double? AveragePrecision { get; init; }

    /// <summary>Precision and recall of the highest scores, see <see cref="MetricsOptions.TopCounts"/>.</summary>
    public required IReadOnlyList<TopCount> Top { get; init; }

    /// <summary>Expected calibration error over ten bins, 0 to 1: how far probabilities are from what happens. Null unless scores are probabilities.</summary>
    public double? CalibrationError { get; init; }

    /// <summary>
    /// False alarms divided by the days from the earliest to the latest time of the test set; null where a time is not known or they are all equal. Where the test set is
    /// a sample of what happened in that time, so are its false alarms.
    /// </summary>
    public double? FalseAlarmsPerDay { get; init; }

    /// <summary>False alarms in a million lines of the test set; null where lines are not known.</summary>
    public double? FalseAlarmsPerMillionLines { get; init; }

    /// <summary>How long incidents go unnoticed; null unless units are consecutive, see <see cref="MetricsOptions.UnitsAreConsecutive"/>.</summary>
    public DetectionDelay? Delay { get; init; }

    /// <summary>How often suspect lines are right: among the first 1, 3 and 5. Null where anomalous lines are not known or the method never names any.</summary>
    public IReadOnlyList<LocalisationHit>? Localisation { get; init; }

    /// <summary>Which faults were found and which disturbances raised an alarm; null where nothing was injected.</summary>
    public InjectionMetrics? Injections { get; init; }

    /// <summary>Confidence intervals of the main metrics; null when none were asked for.</summary>
    public MetricIntervals? Intervals { get; init; }

    /// <summary>Computes everything that the predictions allow, in O(n log n).</summary>
    /// <param name="predictions">At least one.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are no predictions, fewer than a top count asks for, or scores that cannot be probabilities but should be.</exception>
    public static EvaluationMetrics Compute(PredictionSet predictions, MetricsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        MetricsOptions chosen = (options ?? new MetricsOptions()).Validated();
        IReadOnlyList<UnitPrediction> rows = predictions.Predictions;
        if (rows.Count == 0)
        {
            throw new ArgumentException("There are no predictions; metrics need at least one. Add the units of the test set.", nameof(predictions));
        }

        ConfusionMatrix confusion = rows.Aggregate(default(ConfusionMatrix), (sum, row) => sum.With(row.Label, row.Predicted));
        var ranked = new RankedScores(rows);
        return new EvaluationMetrics
        {
            Confusion = confusion,
            Best = ranked.BestGroup() is { } best ? new BestThreshold(ranked.Score(best), ranked.At(best)) : null,
            RocAuc = ranked.RocAuc(),
            AveragePrecision = ranked.AveragePrecision(),
            Top = [.. (chosen.TopCounts ?? TopCountsFor(ranked)).Select(ranked.Top)],
            CalibrationError = chosen.ScoresAreProbabilities ? ReliabilityBin.Error(ReliabilityBin.Of(rows)) : null,
            FalseAlarmsPerDay = Days(predictions.Contexts) is { } days ? confusion.FalsePositives / days : null,
            FalseAlarmsPerMillionLines = Lines(predictions.Contexts) is { } lines ? confusion.FalsePositives * LinesPerMillion / lines : null,
            Delay = chosen.UnitsAreConsecutive ? DetectionDelay.Of(predictions) : null,
            Localisation = Localise(predictions),
            Injections = InjectionMetrics.Of(predictions),
            Intervals = chosen.Resamples > 0 ? Bootstrap.Compute(rows, chosen) : null,
        };
    }

    private static IEnumerable<int> TopCountsFor(RankedScores ranked) =>
        DefaultTopCounts.Append(ranked.Positives).Where(count => count > 0 && count <= ranked.Positives + ranked.Negatives).Distinct().Order();

    private static double? Days(IReadOnlyList<UnitContext> contexts)
    {
        if (contexts.Any(context => context.Start is null || context.End is null))
        {
            return null;
        }

        double days = (contexts.Max(context => context.End!.Value) - contexts.Min(context => context.Start!.Value)).TotalDays;
        return days > 0 ? days : null;
    }

    private static long? Lines(IReadOnlyList<UnitContext> contexts) => contexts.Any(context => context.Lines == 0) ? null : contexts.Sum(context => (long)context.Lines);

    private static IReadOnlyList<LocalisationHit>? Localise(PredictionSet set)
    {
        UnitContext[] found = [.. set.Contexts.Where((context, i) => context.HasLineTruth && set.Predictions[i] is { Label: true, Predicted: true })];
        return found.Any(context => context.HasSuspects)
            ? [.. LocalisationLines.Select(lines => new LocalisationHit(lines, found.Count(context => context.HitRank > 0 && context.HitRank <= lines), found.Length))]
            : null;
    }
}
