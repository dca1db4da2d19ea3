using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Data;

public sealed class TrainingSetTests
{
    [Fact]
    public void Add_KeepsEachMessageOnce()
    {
        var set = new TrainingSet();
        set.Add(["a", "b", "a"], isAnomaly: false);
        Assert.Equal(2, set.IndexOf("c"));
        set.Add(["c", "A", "b"], isAnomaly: null);
        Assert.Equal(1, set.IndexOf("b"));
        Assert.Equal(["a", "b", "c", "A"], set.Messages);
        Assert.Equal([0, 1, 0], set.Windows[0].Messages.ToArray());
        Assert.Equal([2, 3, 1], set.Windows[1].Messages.ToArray());
        Assert.Equal([false, null], set.Windows.Select(window => window.IsAnomaly));
    }

    [Theory]
    [InlineData(6, 20, 4, 2, 2)]
    [InlineData(6, 20, 16, 6, 10)]
    [InlineData(1, 20, 16, 1, 15)]
    [InlineData(20, 3, 16, 13, 3)]
    [InlineData(2, 2, 16, 2, 2)]
    [InlineData(6, 20, 5, 2, 3)]
    [InlineData(6, 20, 0, 0, 0)]
    public void WithFewLabels_KeepsHalfOfEachClass_OrWhatThereIs(int anomalous, int normal, int most, int keptAnomalous, int keptNormal)
    {
        var set = new TrainingSet();
        for (int i = 0; i < anomalous + normal + 3; i++)
        {
            set.Add([set.IndexOf($"message {i}")], i < anomalous ? true : i < anomalous + normal ? false : null, new[] { i < anomalous });
        }

        TrainingSet few = set.WithFewLabels(most, seed: 7);
        Assert.Equal((keptAnomalous, keptNormal), (few.Windows.Count(window => window.IsAnomaly == true), few.Windows.Count(window => window.IsAnomaly == false)));
        Assert.Equal(set.Messages, few.Messages);
        Assert.All(set.Windows.Zip(few.Windows), each => Assert.True(each.Second.IsAnomaly is null || each.Second.IsAnomaly == each.First.IsAnomaly));
        Assert.All(few.Windows, window => Assert.True(window.LineLabels.IsEmpty));
        Assert.Equal(set.Windows.Select(window => window.Messages.ToArray()), few.Windows.Select(window => window.Messages.ToArray()));
        Assert.Equal(few.Checksum(), set.WithFewLabels(most, seed: 7).Checksum());
        if (most == 4)
        {
            Assert.NotEqual(few.Checksum(), set.WithFewLabels(most, seed: 8).Checksum());
        }
    }

    [Fact]
    public void WithFewLabels_LessThanNone_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingSet().WithFewLabels(-1));

    [Fact]
    public void Add_EmptyWindow_SaysToLeaveItOut()
    {
        var set = new TrainingSet();
        Assert.Contains("Leave it out", Assert.Throws<ArgumentException>(() => set.Add(Array.Empty<string>(), isAnomaly: true)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => set.Add(["a", null!], isAnomaly: true));
        Assert.Empty(set.Windows);
    }
}
