using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Learning;

public class QuarantineTests
{
    private static readonly LogWindow Window = Logs.Window("a b");

    [Fact]
    public void Teaches_SoonAfterAnAnomaly_OnlyWhenTheQuarantineIsOver()
    {
        var quarantine = new Quarantine(new LearningOptions());
        Assert.True(quarantine.Teaches(Window, false, Minutes(0), out _));
        Assert.False(quarantine.Teaches(Window, true, Minutes(1), out bool isFirst));
        Assert.True(isFirst);
        Assert.False(quarantine.Teaches(Window, true, Minutes(4), out isFirst));
        Assert.False(isFirst);
        Assert.False(quarantine.Teaches(Window, false, Minutes(9), out _));
        Assert.True(quarantine.Teaches(new LogWindow(WindowKind.Count, new[] { Logs.Log("a", source: "other") }), false, Minutes(9), out _));
        Assert.True(quarantine.Teaches(Window, false, Minutes(9.1), out _));
        Assert.False(quarantine.Teaches(Window, true, Minutes(30), out isFirst));
        Assert.True(isFirst);
    }

    [Fact]
    public void Teaches_AnomaliesWithoutRest_OnlyWhenTheyLastedForVeryLong()
    {
        var quarantine = new Quarantine(new LearningOptions { AcceptChangeAfter = TimeSpan.FromHours(2) });
        bool[] teaches = [.. Enumerable.Range(0, 100).Select(i => quarantine.Teaches(Window, i % 3 != 2, Minutes(2 * i), out _))];
        Assert.Equal(Enumerable.Range(0, 100).Select(i => 2 * i >= 120), teaches);
    }

    [Fact]
    public void Teaches_ClockPutBack_EndsTheQuarantine()
    {
        var quarantine = new Quarantine(new LearningOptions());
        Assert.False(quarantine.Teaches(Window, true, Minutes(10_000), out _));
        Assert.True(quarantine.Teaches(Window, false, Minutes(1), out _));
    }

    [Fact]
    public void Teaches_Sessions_AnomalyDoesNotSilenceItsNeighbours()
    {
        var quarantine = new Quarantine(new LearningOptions());
        Assert.False(quarantine.Teaches(Logs.Window("a", kind: WindowKind.Session), true, Minutes(0), out _));
        Assert.True(quarantine.Teaches(Logs.Window("a", kind: WindowKind.Session), false, Minutes(0), out _));
    }

    private static long Minutes(double minutes) => TimeSpan.FromMinutes(minutes).Ticks;
}
