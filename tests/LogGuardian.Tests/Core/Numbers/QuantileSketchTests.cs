using LogGuardian.Core;
using LogGuardian.Tests.Parsing.Patterns;

namespace LogGuardian.Tests.Core.Numbers;

public sealed class QuantileSketchTests
{
    private static readonly double[] Shares = [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1];

    [Theory]
    [InlineData("uniform")]
    [InlineData("heavy-tailed")]
    [InlineData("constant")]
    [InlineData("sorted")]
    [InlineData("reversed")]
    [InlineData("signed")]
    [InlineData("with zeros")]
    [InlineData("tiny")]
    public void Quantile_OfRandomValues_IsWithinOnePerCent(string shape)
    {
        double[] values = RandomValues.Of(shape, 50_000);
        QuantileSketch sketch = Of(values);
        Assert.Equal((values.Length, values.Min(), values.Max()), (sketch.Count, sketch.Least, sketch.Greatest));
        AssertNear(values, sketch);
    }

    [Theory]
    [InlineData("uniform")]
    [InlineData("heavy-tailed")]
    [InlineData("sorted")]
    [InlineData("signed")]
    [InlineData("with zeros")]
    public void Merge_TwoHalves_EqualsTheWhole(string shape)
    {
        double[] values = RandomValues.Of(shape, 20_000);
        QuantileSketch merged = Of(values[..7_000]);
        merged.Merge(Of(values[7_000..]));
        QuantileSketch whole = Of(values);
        Assert.Equal((whole.Count, whole.Least, whole.Greatest), (merged.Count, merged.Least, merged.Greatest));
        Assert.Equal(Shares.Select(whole.Quantile), Shares.Select(merged.Quantile));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Quantile_MagnitudesTooFarApart_KeepsTheGreat(bool greatFirst)
    {
        double[] values = [.. Enumerable.Range(-250, 501).Select(exponent => Math.Pow(10, exponent)), double.MaxValue, double.Epsilon];
        QuantileSketch sketch = Of(greatFirst ? [.. values.OrderDescending()] : [.. values.Order()]);
        Assert.Equal((double.Epsilon, double.MaxValue), (sketch.Least, sketch.Greatest));
        Assert.Equal(double.MaxValue, sketch.Quantile(1));
        Assert.InRange(sketch.Quantile(0.5), 1e290, 1e308);
    }

    [Fact]
    public void Merge_HalvesThatWereMerged_EqualsTheWhole()
    {
        double[] values = [.. Enumerable.Range(-150, 301).Select(exponent => Math.Pow(10, exponent))];
        QuantileSketch merged = Of([.. values.Where((_, i) => i % 2 == 0)]);
        merged.Merge(Of([.. values.Where((_, i) => i % 2 == 1)]));
        Assert.Equal(Shares.Select(Of(values).Quantile), Shares.Select(merged.Quantile));
    }

    [Fact]
    public void Quantile_OfNothing_IsNaN() => Assert.True(double.IsNaN(new QuantileSketch().Quantile(0.5)));

    [Fact]
    public void Add_ManyTimes_EqualsAddingEach()
    {
        var times = new QuantileSketch();
        times.Add(1, 3);
        times.Add(10);
        QuantileSketch each = Of([1, 1, 1, 10]);
        Assert.Equal((each.Count, each.Quantile(0.5), each.Quantile(1)), (times.Count, times.Quantile(0.5), times.Quantile(1)));
    }

    private static void AssertNear(double[] values, QuantileSketch sketch)
    {
        double[] sorted = [.. values.Order()];
        Assert.All(Shares, share =>
        {
            double exact = sorted[(long)(share * (sorted.Length - 1))];
            Assert.InRange(sketch.Quantile(share), exact - (Math.Abs(exact) * 0.010001), exact + (Math.Abs(exact) * 0.010001));
        });
    }

    private static QuantileSketch Of(double[] values)
    {
        var sketch = new QuantileSketch();
        foreach (double value in values)
        {
            sketch.Add(value);
        }

        return sketch;
    }
}
