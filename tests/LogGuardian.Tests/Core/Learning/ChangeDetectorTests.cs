using LogGuardian.Core;

namespace LogGuardian.Tests.Core.Learning;

public class ChangeDetectorTests
{
    [Fact]
    public void Add_EventsAsRareAsUsual_RaisesFewerFalseAlarmsThanPromised()
    {
        var random = new Random(1);
        var detector = new ChangeDetector(0.05, 1_000);
        int alarms = Enumerable.Range(0, 1_000_000).Count(_ => detector.Add(random.NextDouble() < 0.05));
        Assert.InRange(alarms, 1, 1_000);
    }

    [Fact]
    public void Add_EveryObservationIsAnEvent_NoticesTheChangeAtOnceAndBeginsAnew()
    {
        var detector = new ChangeDetector(0.05, 10_000);
        Assert.Equal([false, false, false, true, false, false, false, true], Enumerable.Range(0, 8).Select(_ => detector.Add(true)));
        Assert.True(detector.IsCalm);
    }

    [Fact]
    public void Add_HalfOfTheObservationsAreEvents_NoticesTheChangeAfterALongCalm()
    {
        var detector = new ChangeDetector(0.1, 1_000);
        Assert.DoesNotContain(true, Enumerable.Range(0, 10_000).Select(_ => detector.Add(false)));
        Assert.Contains(true, Enumerable.Range(0, 100).Select(i => detector.Add(i % 2 == 0)));
    }
}
