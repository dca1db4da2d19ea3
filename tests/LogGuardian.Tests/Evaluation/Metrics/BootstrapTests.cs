using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Metrics;

public sealed class BootstrapTests
{
    [Fact]
    public void Intervals_OfRandomScores_HoldTheEstimate()
    {
        EvaluationMetrics metrics = EvaluationMetrics.Compute(Sets.Random(seed: 3, units: 2_000, anomalies: 0.1, shift: 1.5));
        MetricIntervals intervals = metrics.Intervals!;
        Assert.Equal((1_000, 0.95), (intervals.Resamples, intervals.Confidence));
        AssertHolds(metrics.Confusion.Precision, intervals.Precision);
        AssertHolds(metrics.Confusion.Recall, intervals.Recall);
        AssertHolds(metrics.Confusion.F1, intervals.F1);
        AssertHolds(metrics.Confusion.Mcc, intervals.Mcc);
        AssertHolds(metrics.RocAuc!.Value, intervals.RocAuc!.Value);
        AssertHolds(metrics.AveragePrecision!.Value, intervals.AveragePrecision!.Value);

        // A resample has its own best threshold, so that its best F1 is biased upwards; it must still be near.
        Assert.InRange(metrics.Best!.Confusion.F1, intervals.BestF1.Low - 0.02, intervals.BestF1.High);
    }

    /// <summary>Every resample is drawn and ranked anew by the plain definition: a slow second way to the same distribution.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Intervals_OfSlots_AreThoseOfPlainResampling(bool isTied)
    {
        PredictionSet set = Sets.Random(seed: 4, units: 300, anomalies: 0.2, shift: 1);
        if (isTied)
        {
            var rounded = new PredictionSet(1);
            foreach (UnitPrediction row in set.Predictions)
            {
                rounded.Add(row with { Score = Math.Round(row.Score) });
            }

            set = rounded;
        }

        MetricIntervals fast = EvaluationMetrics.Compute(set, new MetricsOptions { Resamples = 20_000 }).Intervals!;
        UnitPrediction[][] sides = [[.. set.Predictions.Where(row => row.Label)], [.. set.Predictions.Where(row => !row.Label)]];
        var random = new Random(5);
        EvaluationMetrics[] plain = [.. Enumerable.Range(0, 4_000).Select(_ => Resample(sides, random))];
        AssertNear(plain.Select(metrics => metrics.RocAuc!.Value), fast.RocAuc!.Value);
        AssertNear(plain.Select(metrics => metrics.AveragePrecision!.Value), fast.AveragePrecision!.Value);
        AssertNear(plain.Select(metrics => metrics.Best!.Confusion.F1), fast.BestF1);
        AssertNear(plain.Select(metrics => metrics.Confusion.F1), fast.F1);
        AssertNear(plain.Select(metrics => metrics.Confusion.Mcc), fast.Mcc);
        AssertNear(plain.Select(metrics => metrics.Confusion.Precision), fast.Precision);
        AssertNear(plain.Select(metrics => metrics.Confusion.Recall), fast.Recall);
    }

    [Fact]
    public void Intervals_OfManyDraws_HoldTheTruthAsOftenAsTheySay()
    {
        // With a shift of 1, the AUC of two normal distributions is the normal probability of 1 / sqrt(2).
        const double Truth = 0.7602499;
        int held = Enumerable.Range(0, 200).Count(seed =>
        {
            Interval auc = EvaluationMetrics.Compute(Sets.Random(seed, 400, 0.25, 1), new MetricsOptions { Resamples = 400 }).Intervals!.RocAuc!.Value;
            return auc.Low <= Truth && Truth <= auc.High;
        });
        Assert.InRange(held, 180, 199);
    }

    [Fact]
    public void Intervals_OfASeed_AreTheSameAgain()
    {
        PredictionSet set = Sets.Random(seed: 6, units: 500, anomalies: 0.1, shift: 1);
        MetricIntervals first = EvaluationMetrics.Compute(set, new MetricsOptions { Seed = 7 }).Intervals!;
        Assert.Equal(first, EvaluationMetrics.Compute(set, new MetricsOptions { Seed = 7 }).Intervals);
        Assert.NotEqual(first, EvaluationMetrics.Compute(set, new MetricsOptions { Seed = 8 }).Intervals);
        Assert.Null(EvaluationMetrics.Compute(set, new MetricsOptions { Resamples = 0 }).Intervals);
    }

    [Fact]
    public void Intervals_OneAnomalyAmongMany_NeverLoseIt()
    {
        PredictionSet set = Sets.Of(5, [(true, 9), .. Enumerable.Range(0, 200).Select(i => (false, i / 100.0))]);
        Assert.Equal(new Interval(1, 1), EvaluationMetrics.Compute(set).Intervals!.Recall);
    }

    private static EvaluationMetrics Resample(UnitPrediction[][] sides, Random random)
    {
        var set = new PredictionSet(1);
        foreach (UnitPrediction[] side in sides)
        {
            for (int i = 0; i < side.Length; i++)
            {
                set.Add(side[random.Next(side.Length)]);
            }
        }

        return EvaluationMetrics.Compute(set, new MetricsOptions { Resamples = 0, TopCounts = [] });
    }

    private static void AssertNear(IEnumerable<double> plain, Interval fast)
    {
        double[] values = [.. plain];
        Assert.InRange(fast.Low, Quantiles.Of(values, 0.025) - 0.01, Quantiles.Of(values, 0.025) + 0.01);
        Assert.InRange(fast.High, Quantiles.Of(values, 0.975) - 0.01, Quantiles.Of(values, 0.975) + 0.01);
    }

    private static void AssertHolds(double value, Interval interval)
    {
        Assert.InRange(value, interval.Low, interval.High);
        Assert.InRange(interval.High - interval.Low, 0.005, 0.25);
    }
}
