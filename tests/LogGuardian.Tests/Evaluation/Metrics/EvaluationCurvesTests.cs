using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Metrics;

public sealed class EvaluationCurvesTests
{
    [Fact]
    public void Points_OfFewUnits_AreAllThresholds()
    {
        EvaluationCurves curves = EvaluationCurves.Compute(Sets.Of(0.6, (true, 0.9), (false, 0.8), (true, 0.5), (false, 0.5)));
        Assert.Equal(
            [new OperatingPoint(0.9, 1, 0.5, 0), new OperatingPoint(0.8, 0.5, 0.5, 0.5), new OperatingPoint(0.5, 0.5, 1, 1)],
            curves.Points);
        Assert.Equal(2.0 / 3, curves.Points[0].F1, 12);
        Assert.Equal([0, 1, 2, 3], curves.Timeline.Select(point => point.Position));
        Assert.Empty(curves.Reliability);
    }

    [Theory]
    [InlineData(0.03, 2)]
    [InlineData(0.5, 0)]
    [InlineData(0.001, 6)]
    public void Points_OfManyUnits_AreFewAndNearEveryPoint(double anomalies, double shift)
    {
        PredictionSet set = Sets.Random(seed: 9, units: 50_000, anomalies, shift);
        IReadOnlyList<OperatingPoint> points = EvaluationCurves.Compute(set).Points;
        Assert.InRange(points.Count, 2, EvaluationCurves.MaxPoints);

        // What is left out is where the straight line between two kept points runs: interpolate every operating point.
        var ranked = new RankedScores(set.Predictions);
        Assert.Equal((ranked.Score(0), ranked.Score(ranked.Groups - 1)), (points[0].Threshold, points[^1].Threshold));
        double worst = 0;
        int after = 1;
        for (int group = 0; group < ranked.Groups; group++)
        {
            while (points[after].Threshold > ranked.Score(group))
            {
                after++;
            }

            ConfusionMatrix at = ranked.At(group);
            worst = Math.Max(worst, Gap(points[after - 1], points[after], at));
        }

        Assert.InRange(worst, 0, 0.05);
    }

    [Fact]
    public void Timeline_OfManyUnits_KeepsEveryPeakAndRareAnomaly()
    {
        var set = new PredictionSet(1);
        for (int i = 0; i < 100_000; i++)
        {
            bool isRare = i == 54_321;
            set.Add(new UnitPrediction($"u{i}", isRare, i == 12_345 ? 50 : isRare ? 0.25 : (i % 7) / 10.0, false));
        }

        EvaluationCurves curves = EvaluationCurves.Compute(set);
        Assert.InRange(curves.Timeline.Count, 500, 4 * EvaluationCurves.MaxStretches);
        Assert.Contains(new TimelinePoint(12_345, 50, false), curves.Timeline);
        Assert.Contains(new TimelinePoint(54_321, 0.25, true), curves.Timeline);
        Assert.Equal(100_000, curves.Units);
    }

    [Fact]
    public void Points_InfiniteScores_StayFirstAndLast()
    {
        EvaluationCurves curves = EvaluationCurves.Compute(Sets.Of(1, (true, double.PositiveInfinity), (false, 1), (false, double.NegativeInfinity)));
        Assert.Equal([double.PositiveInfinity, 1, double.NegativeInfinity], curves.Points.Select(point => point.Threshold));
    }

    [Fact]
    public void Compute_OfNothing_IsRefused() => Assert.Throws<ArgumentException>(() => EvaluationCurves.Compute(new PredictionSet(1)));

    /// <summary>How far a point is from the line between two others, in recall, false positive rate and F1 at once.</summary>
    private static double Gap(OperatingPoint a, OperatingPoint b, ConfusionMatrix at)
    {
        double[] from = [a.Recall, a.FalsePositiveRate, a.F1];
        double[] to = [b.Recall, b.FalsePositiveRate, b.F1];
        double[] point = [at.Recall, (double)at.FalsePositives / at.Negatives, at.F1];
        double length = from.Zip(to).Sum(pair => (pair.Second - pair.First) * (pair.Second - pair.First));
        double along = Enumerable.Range(0, 3).Sum(i => (point[i] - from[i]) * (to[i] - from[i]));
        double place = length == 0 ? 0 : Math.Clamp(along / length, 0, 1);
        return Math.Sqrt(Enumerable.Range(0, 3).Sum(i => Math.Pow(point[i] - from[i] - (place * (to[i] - from[i])), 2)));
    }
}
