using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Metrics;

public sealed class DetectionDelayTests
{
    private static readonly MetricsOptions Consecutive = new() { UnitsAreConsecutive = true };

    /// <summary>Upper case: truly anomalous. X, x: predicted anomalous.</summary>
    [Theory]
    [InlineData("o", 0, 0, null, null, null)]
    [InlineData("oXo", 1, 1, 0.0, 0.0, 1.0)]
    [InlineData("xOOXXo", 1, 1, 2.0, 2.0, 3.0)]
    [InlineData("OOxo", 1, 0, null, null, null)]
    [InlineData("XoOOOXoOX", 3, 3, 4.0 / 3, 1.0, 7.0 / 3)]
    [InlineData("OXoO", 2, 1, 1.0, 1.0, 2.0)]
    public void Delay_OfIncidents_IsCountedToTheFirstDetectedUnit(string units, int incidents, int detected, double? mean, double? median, double? meanMinutes)
    {
        var set = new PredictionSet(threshold: 1);
        for (int i = 0; i < units.Length; i++)
        {
            set.Add(Sets.Unit($"u{i}", char.IsUpper(units[i]), minute: i), new UnitScore(units[i] is 'X' or 'x' ? 1 : 0));
        }

        DetectionDelay delay = EvaluationMetrics.Compute(set, Consecutive).Delay!;
        Assert.Equal((incidents, detected, median), (delay.Incidents, delay.Detected, delay.MedianUnits));
        Assert.Equal(mean ?? -1, delay.MeanUnits ?? -1, 9);
        Assert.Equal(meanMinutes ?? -1, delay.MeanTime?.TotalMinutes ?? -1, 6);
    }

    [Fact]
    public void Delay_WithoutTimes_IsInUnitsOnly()
    {
        DetectionDelay delay = EvaluationMetrics.Compute(Sets.Of(1, (true, 0), (true, 1)), Consecutive).Delay!;
        Assert.Equal((1.0, null, null), (delay.MeanUnits, delay.MeanTime, delay.MedianTime));
    }

    [Fact]
    public void Delay_OfSessions_IsNotTold() => Assert.Null(EvaluationMetrics.Compute(Sets.Of(1, (true, 0), (true, 1))).Delay);
}
