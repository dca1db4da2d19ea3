using LogGuardian.Training;

namespace LogGuardian.Tests.Training.LogLlm;

public sealed class LabelledWindowsTests
{
    [Theory]
    [InlineData(0.1, 2, 1)]
    [InlineData(0.5, 10, 2)]
    [InlineData(0.01, 1, 1)]
    public void HoldsBack_AShareOfEachClass(double share, int normal, int anomalous)
    {
        TrainingSet set = Set(20, 4);
        var windows = new LabelledWindows(set, 12, share, seed: 3);
        Assert.Equal((normal, anomalous), (windows.Held.Count(window => window.IsAnomaly == false), windows.Held.Count(window => window.IsAnomaly == true)));
        Assert.Equal(24, windows.Held.Concat(windows.Learned).Distinct().Count());
        Assert.DoesNotContain(windows.Held.Concat(windows.Learned), window => window.IsAnomaly is null);
        Assert.Equal(windows.Held, new LabelledWindows(set, 12, share, seed: 3).Held);
        Assert.NotEqual(windows.Held, new LabelledWindows(set, 12, share, seed: 4).Held);
    }

    [Theory]
    [InlineData(0, 0, "0 normal windows among 0")]
    [InlineData(5, 0, "0 anomalous windows among 5")]
    [InlineData(5, 1, "1 anomalous windows among 6")]
    [InlineData(1, 9, "1 normal windows among 10")]
    public void OfOneClass_SaysWhichIsMissing(int normal, int anomalous, string what)
    {
        string message = Assert.Throws<TrainingException>(() => new LabelledWindows(Set(normal, anomalous), 12, 0.1, 1)).Message;
        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.Contains("Label more windows", message, StringComparison.Ordinal);
    }

    [Fact]
    public void LongWindows_AreCut_AnomalousOnesToTheirFirstPart()
    {
        var set = new TrainingSet();
        for (int i = 0; i < 2; i++)
        {
            set.Add(["a", "b", "c", "d", "e", "f", "g"], isAnomaly: false);
            set.Add(["g", "f", "e", "d", "c"], isAnomaly: true);
        }

        var windows = new LabelledWindows(set, 3, 0.5, 1);
        Assert.Equal([[0, 1, 2], [3, 4, 5], [6]], windows.Learned.Where(window => window.IsAnomaly == false).Select(window => window.Messages.ToArray()));
        Assert.Equal([[6, 5, 4]], windows.Learned.Where(window => window.IsAnomaly == true).Select(window => window.Messages.ToArray()));
        Assert.Equal([7, 5], windows.Held.Select(window => window.Messages.Length));
    }

    private static TrainingSet Set(int normal, int anomalous)
    {
        var set = new TrainingSet();
        for (int i = 0; i < normal + anomalous; i++)
        {
            set.Add([$"message {i}"], isAnomaly: i >= normal);
        }

        set.Add(["of unknown kind"], isAnomaly: null);
        return set;
    }
}
