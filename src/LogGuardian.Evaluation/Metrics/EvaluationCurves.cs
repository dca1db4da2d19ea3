namespace LogGuardian.Evaluation;

/// <summary>Curves for reports, of bounded size whatever the size of the test set.</summary>
public sealed record EvaluationCurves
{
    internal const int MaxPoints = 400;
    internal const int MaxStretches = 250;

    /// <summary>
    /// Operating points by descending threshold, at most 400: of all of them those without which the curves would change most. The first flags only the highest score,
    /// the last flags everything.
    /// </summary>
    public required IReadOnlyList<OperatingPoint> Points { get; init; }

    /// <summary>What was expected against what happened; empty unless scores are probabilities.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>Scores in the order of the test set, at most 1,000: of each of up to 250 equal stretches the lowest and the highest, normal units and anomalies apart.</summary>
    public required IReadOnlyList<TimelinePoint> Timeline { get; init; }

    /// <summary>Number of units behind <see cref="Timeline"/>.</summary>
    public required int Units { get; init; }

    /// <summary>Computes the curves in O(n log n).</summary>
    /// <param name="predictions">At least one.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are no predictions, or scores that cannot be probabilities but should be.</exception>
    public static EvaluationCurves Compute(PredictionSet predictions, MetricsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        MetricsOptions chosen = (options ?? new MetricsOptions()).Validated();
        IReadOnlyList<UnitPrediction> rows = predictions.Predictions;
        if (rows.Count == 0)
        {
            throw new ArgumentException("There are no predictions; curves need at least one. Add the units of the test set.", nameof(predictions));
        }

        return new EvaluationCurves
        {
            Points = Reduce(new RankedScores(rows)),
            Reliability = chosen.ScoresAreProbabilities ? ReliabilityBin.Of(rows) : [],
            Timeline = [.. Thin(rows)],
            Units = rows.Count,
        };
    }

    private static OperatingPoint[] Reduce(RankedScores ranked)
    {
        AxisScale scores = AxisScale.ForScores(Enumerable.Range(0, ranked.Groups).Select(ranked.Score));
        var points = new OperatingPoint[ranked.Groups];
        var reduction = new CurveReduction(dimensions: 5, points.Length);
        for (int group = 0; group < points.Length; group++)
        {
            ConfusionMatrix at = ranked.At(group);
            points[group] = new OperatingPoint(ranked.Score(group), at.Precision, at.Recall, ConfusionMatrix.Share(at.FalsePositives, at.Negatives));
            reduction.Add(scores.At(ranked.Score(group)), at.Precision, at.Recall, points[group].FalsePositiveRate, at.F1);
        }

        return [.. reduction.Keep(MaxPoints).Select(index => points[index])];
    }

    private static IEnumerable<TimelinePoint> Thin(IReadOnlyList<UnitPrediction> rows)
    {
        int stretches = Math.Min(rows.Count, MaxStretches);
        for (int stretch = 0; stretch < stretches; stretch++)
        {
            int from = (int)((long)stretch * rows.Count / stretches);
            int to = (int)((long)(stretch + 1) * rows.Count / stretches);
            var points = Enumerable.Range(from, to - from).Select(i => new TimelinePoint(i, rows[i].Score, rows[i].Label));
            foreach (TimelinePoint point in points.GroupBy(point => point.Label)
                .SelectMany(side => new[] { side.MinBy(point => point.Score), side.MaxBy(point => point.Score) })
                .Distinct().OrderBy(point => point.Position))
            {
                yield return point;
            }
        }
    }
}
