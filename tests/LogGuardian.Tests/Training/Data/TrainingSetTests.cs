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
    public void Add_EmptyWindow_SaysToLeaveItOut()
    {
        var set = new TrainingSet();
        Assert.Contains("Leave it out", Assert.Throws<ArgumentException>(() => set.Add(Array.Empty<string>(), isAnomaly: true)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => set.Add(["a", null!], isAnomaly: true));
        Assert.Empty(set.Windows);
    }
}
