using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Metrics;

public sealed class MetricSummaryTests
{
    [Fact]
    public void Of_FiveValues_GivesWhatAHandFinds()
    {
        // Deviations -0.2 to 0.2: squares 0.1 over 4. The margin is 2.776445 * 0.158114 / sqrt(5).
        MetricSummary summary = MetricSummary.Of([0.5, 0.6, 0.7, 0.8, 0.9]);
        Assert.Equal((5, 0.5, 0.9), (summary.Count, summary.Min, summary.Max));
        Assert.Equal(0.7, summary.Mean, 12);
        Assert.Equal(Math.Sqrt(0.025), summary.StandardDeviation, 12);
        Assert.Equal(0.7 - 0.196324, summary.MeanInterval!.Value.Low, 5);
        Assert.Equal(0.7 + 0.196324, summary.MeanInterval.Value.High, 5);
    }

    [Fact]
    public void Of_OneValue_HasNoInterval() => Assert.Equal(new MetricSummary(1, 0.4, 0, 0.4, 0.4, null), MetricSummary.Of([0.4]));

    [Fact]
    public void Of_NoValues_IsRefused() => Assert.Throws<ArgumentException>(() => MetricSummary.Of([]));

    [Theory]
    [InlineData(new[] { 1.0, 2, 3, 4 }, 0.5, 2.5)]
    [InlineData(new[] { 4.0, 1, 3, 2 }, 0.25, 1.75)]
    [InlineData(new[] { 7.0 }, 0.9, 7)]
    [InlineData(new[] { 1.0, 5 }, 1, 5)]
    public void Quantile_BetweenTwoValues_IsInterpolated(double[] values, double share, double expected) => Assert.Equal(expected, Quantiles.Of(values, share), 12);
}
