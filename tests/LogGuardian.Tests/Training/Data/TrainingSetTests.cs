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

    [Fact]
    public void WithLabelsOf_KeepsThoseAndNothingElse()
    {
        var set = new TrainingSet();
        for (int i = 0; i < 6; i++)
        {
            set.Add([set.IndexOf($"message {i}")], i == 5 ? null : i < 3, new[] { i < 3 });
        }

        TrainingSet few = set.WithLabelsOf([4, 1, 5]);
        Assert.Equal([null, true, null, null, false, null], few.Windows.Select(window => window.IsAnomaly));
        Assert.Equal(set.Messages, few.Messages);
        Assert.All(few.Windows, window => Assert.True(window.LineLabels.IsEmpty));
        Assert.Equal(set.Windows.Select(window => window.Messages.ToArray()), few.Windows.Select(window => window.Messages.ToArray()));
        Assert.All(set.WithLabelsOf([]).Windows, window => Assert.Null(window.IsAnomaly));
        Assert.Equal([true, true, true, false, false, null], set.Windows.Select(window => window.IsAnomaly));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void WithLabelsOf_PlaceOutsideTheSet_IsRefused(int place)
    {
        var set = new TrainingSet();
        set.Add(["a"], isAnomaly: true);
        Assert.Equal("windows", Assert.Throws<ArgumentOutOfRangeException>(() => set.WithLabelsOf([place])).ParamName);
    }

    [Fact]
    public void Add_EmptyWindow_SaysToLeaveItOut()
    {
        var set = new TrainingSet();
        Assert.Contains("Leave it out", Assert.Throws<ArgumentException>(() => set.Add(Array.Empty<string>(), isAnomaly: true)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => set.Add(["a", null!], isAnomaly: true));
        Assert.Empty(set.Windows);
    }
}
