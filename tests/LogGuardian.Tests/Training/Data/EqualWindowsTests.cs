using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Data;

public sealed class EqualWindowsTests
{
    private static readonly TrainingWindow[] Windows =
    [
        new(new[] { 1, 2 }, false), new(new[] { 1, 2 }, true), new(new[] { 1, 2 }, false), new(new[] { 2, 1 }, false), new(new[] { 1, 2 }, false), new(new[] { 1, 2 }, null),
    ];

    [Theory]
    [InlineData(1, new[] { 0, 1, 3, 5 })]
    [InlineData(2, new[] { 0, 1, 2, 3, 5 })]
    [InlineData(int.MaxValue, new[] { 0, 1, 2, 3, 4, 5 })]
    public void Limit_KeepsTheFirstOfEqualOnes(int most, int[] kept) => Assert.Equal(kept.Select(i => Windows[i]), EqualWindows.Limit(Windows, most));

    [Fact]
    public void Distinct_FindsEachAgain()
    {
        (IReadOnlyList<TrainingWindow> different, int[] places) = EqualWindows.Distinct(Windows);
        Assert.Equal([Windows[0], Windows[1], Windows[3], Windows[5]], different);
        Assert.Equal([0, 1, 0, 2, 0, 3], places);
    }

    [Fact]
    public void LabelledWindows_LimitWhatIsLearned_NotWhatIsHeldBack()
    {
        var set = new TrainingSet();
        for (int i = 0; i < 100; i++)
        {
            set.Add(["tick"], isAnomaly: false);
            set.Add(["tick", "boom"], isAnomaly: true);
        }

        var windows = new LabelledWindows(set, 12, 0.2, seed: 1, maxRepeats: 3);
        Assert.Equal(6, windows.Learned.Count);
        Assert.Equal(40, windows.Held.Count);
    }
}
