using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Reports;

public sealed class AxisScaleTests
{
    [Theory]
    [InlineData(0, 1, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(0.03, 0.97, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(-3.2, 7.9, "-5 0 5 10")]
    [InlineData(0, 287_612, "0 1e+5 2e+5 3e+5")]
    [InlineData(1e-7, 9e-7, "0 2e-7 4e-7 6e-7 8e-7 1e-6")]
    [InlineData(4, 4, "2 3 4 5 6")]
    [InlineData(0, 0, "-1 -0.5 0 0.5 1")]
    public void Linear_OfARange_EndsInRoundNumbers(double low, double high, string ticks)
    {
        AxisScale scale = AxisScale.Linear(low, high);
        Assert.Equal(ticks, string.Join(' ', scale.Ticks.Select(AxisScale.Label)));
        Assert.Equal((0, 1), (scale.At(scale.Low), scale.At(scale.High)));
        Assert.InRange(scale.At((low + high) / 2), 0.2, 0.8);
    }

    [Theory]
    [InlineData("0 0.5 1", false)]
    [InlineData("-1 1 1 1 1000", false)]
    [InlineData("0 1 1 1 1000", true)]
    [InlineData("1e-9 1e-9 1e-8 1e-8 1", true)]
    public void ForScores_CrowdedNearZero_IsLogarithmic(string scores, bool isLog)
    {
        double[] values = [.. scores.Split(' ').Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
        AxisScale scale = AxisScale.ForScores(values);
        Assert.Equal(isLog, scale.IsLog);
        Assert.InRange(scale.Ticks.Count, 2, 8);
        Assert.All(values, value => Assert.InRange(scale.At(value), 0, 1));
    }

    [Fact]
    public void At_OfLogarithm_IsEvenInPowers()
    {
        AxisScale scale = AxisScale.ForScores([1, 1, 1, 10_000]);
        Assert.Equal([0, 0, 0.5, 1, 1], new[] { 0, 1, 100, 10_000, double.PositiveInfinity }.Select(scale.At));
    }

    [Fact]
    public void At_InfiniteAndExtreme_StandsAtTheEnds()
    {
        AxisScale scale = AxisScale.ForScores([-double.MaxValue, double.MaxValue, double.PositiveInfinity]);
        Assert.Equal((0, 0.5, 1), (scale.At(double.NegativeInfinity), scale.At(0), scale.At(double.PositiveInfinity)));
        Assert.Equal(0.5, AxisScale.ForScores([double.PositiveInfinity]).At(0.5));
    }
}
