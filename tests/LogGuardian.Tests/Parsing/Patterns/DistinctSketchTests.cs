using System.IO.Hashing;
using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Patterns;

public sealed class DistinctSketchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(128)]
    public void Count_FewValues_IsExactHoweverOftenTheyCome(int distinct)
    {
        DistinctSketch sketch = Of(0, distinct);
        Feed(sketch, 0, distinct);
        Assert.Equal((distinct, true), (sketch.Count(), sketch.IsExact));
    }

    [Theory]
    [InlineData(129)]
    [InlineData(500)]
    [InlineData(2_560)]
    [InlineData(5_000)]
    [InlineData(100_000)]
    public void Count_ManyValues_HasTheStatedErrorWithoutBias(int distinct)
    {
        const int Trials = 40;
        double[] errors = [.. Enumerable.Range(0, Trials).Select(trial =>
        {
            DistinctSketch sketch = Of(trial * 1_000_000L, distinct);
            Assert.False(sketch.IsExact);
            return (sketch.Count() - distinct) / (double)distinct;
        })];
        double spread = Math.Sqrt(errors.Average(error => error * error));
        Assert.InRange(spread, 0, 1.3 * DistinctSketch.StandardError);
        Assert.InRange(errors.Average(), -3 * DistinctSketch.StandardError / Math.Sqrt(Trials), 3 * DistinctSketch.StandardError / Math.Sqrt(Trials));
    }

    [Theory]
    [InlineData(50, 60)]
    [InlineData(50, 10_000)]
    [InlineData(10_000, 50)]
    [InlineData(20_000, 30_000)]
    public void Merge_TwoHalves_EqualsTheWhole(int first, int second)
    {
        // A third of the second half came in the first one, too.
        int start = first - (Math.Min(first, second) / 3);
        DistinctSketch merged = Of(0, first);
        DistinctSketch other = Of(start, second);
        long before = other.Count();
        merged.Merge(other);
        DistinctSketch whole = Of(0, start + second);
        Assert.Equal((whole.Count(), whole.IsExact), (merged.Count(), merged.IsExact));
        Assert.Equal(before, other.Count());
    }

    [Fact]
    public void Count_HashesOfZerosAlone_IsFinite()
    {
        var sketch = new DistinctSketch();
        for (ulong i = 0; i < 1_024; i++)
        {
            sketch.Add(i << 54);
        }

        Assert.True(sketch.Count() > 1_000);
    }

    private static DistinctSketch Of(long start, int count)
    {
        var sketch = new DistinctSketch();
        Feed(sketch, start, count);
        return sketch;
    }

    private static void Feed(DistinctSketch sketch, long start, int count)
    {
        for (long i = start; i < start + count; i++)
        {
            sketch.Add(XxHash3.HashToUInt64(BitConverter.GetBytes(i)));
        }
    }
}
