using System.Globalization;
using System.IO.Hashing;
using System.Text;
using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Patterns;

public sealed class TopValueSketchTests
{
    private const int Capacity = 32;

    [Fact]
    public void Values_NoMoreThanCounters_AreExact()
    {
        TopValueSketch sketch = Of("a", "b", "a", "c", "a", "b");
        Assert.Equal([("a", 3L, 0L), ("b", 2, 0), ("c", 1, 0)], sketch.Values().OrderByDescending(value => value.Count));
    }

    [Fact]
    public void Values_HeavyTailed_BoundTheTrueCounts()
    {
        int[] ranks = RandomValues.Zipf(100_000, 5_000);
        AssertBounds(Of(ranks), ranks);
    }

    [Fact]
    public void Values_Uniform_BoundTheTrueCounts()
    {
        int[] ranks = [.. RandomValues.Of("uniform", 50_000).Select(value => (int)value)];
        AssertBounds(Of(ranks), ranks);
    }

    [Fact]
    public void Values_Sorted_BoundTheTrueCounts()
    {
        int[] ranks = [.. Enumerable.Range(0, 20_000).Select(i => i / 10)];
        AssertBounds(Of(ranks), ranks);
    }

    [Fact]
    public void Values_Constant_AreOne() => Assert.Equal([("7", 1_000L, 0L)], Of(Enumerable.Repeat(7, 1_000).ToArray()).Values());

    [Fact]
    public void Merge_TwoHalves_BoundTheCountsOfTheWhole()
    {
        int[] ranks = RandomValues.Zipf(100_000, 5_000);
        TopValueSketch merged = Of(ranks[..40_000]);
        merged.Merge(Of(ranks[40_000..]));
        AssertBounds(merged, ranks);
    }

    [Fact]
    public void Merge_HalvesWithFewValues_IsExact()
    {
        TopValueSketch merged = Of("a", "b");
        merged.Merge(Of("b", "c"));
        Assert.Equal([("a", 1L, 0L), ("b", 2, 0), ("c", 1, 0)], merged.Values().OrderBy(value => value.Text, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("12345678", "12345678")]
    [InlineData("123456789", "12345678…")]
    [InlineData("1234567ä", "1234567…")]
    [InlineData("a\u001b[2Jb", "a\uFFFD[2Jb")]
    [InlineData("", "")]
    public void Values_LongOrHostileText_IsCutAndMadeSafe(string text, string shown)
    {
        var sketch = new TopValueSketch(2, 8);
        Add(sketch, text);
        Assert.Equal([(shown, 1L, 0L)], sketch.Values());

        var merged = new TopValueSketch(2, 8);
        merged.Merge(sketch);
        Assert.Equal([(shown, 1L, 0L)], merged.Values());
    }

    [Fact]
    public void Add_LongValuesWithAnEqualBeginning_StayApart()
    {
        var sketch = new TopValueSketch(4, 8);
        Add(sketch, "0123456789a");
        Add(sketch, "0123456789b");
        Assert.Equal([("01234567…", 1L, 0L), ("01234567…", 1, 0)], sketch.Values());
    }

    /// <summary>What Space-Saving promises: no count is too low, none too high by more than its error or N/k, and no frequent value is missing.</summary>
    private static void AssertBounds(TopValueSketch sketch, int[] ranks)
    {
        Dictionary<string, int> truth = ranks.GroupBy(rank => rank).ToDictionary(group => group.Key.ToString(CultureInfo.InvariantCulture), group => group.Count());
        var counted = sketch.Values().ToDictionary(value => value.Text);
        Assert.Equal(Capacity, counted.Count);
        Assert.All(counted.Values, value =>
        {
            Assert.InRange(truth[value.Text], value.Count - value.Error, value.Count);
            Assert.InRange(value.Error, 0, ranks.Length / Capacity);
        });
        Assert.All(truth.Where(pair => pair.Value > ranks.Length / Capacity), pair => Assert.Contains(pair.Key, counted.Keys));
    }

    private static TopValueSketch Of(int[] ranks) => Of([.. ranks.Select(rank => rank.ToString(CultureInfo.InvariantCulture))]);

    private static TopValueSketch Of(params string[] texts)
    {
        var sketch = new TopValueSketch(Capacity, 64);
        foreach (string text in texts)
        {
            Add(sketch, text);
        }

        return sketch;
    }

    private static void Add(TopValueSketch sketch, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        sketch.Add(XxHash3.HashToUInt64(bytes), bytes);
    }
}
