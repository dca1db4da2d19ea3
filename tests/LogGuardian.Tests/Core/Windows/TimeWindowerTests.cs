using LogGuardian.Core;
using LogGuardian.Tests.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace LogGuardian.Tests.Core.Windows;

public class TimeWindowerTests
{
    [Fact]
    public void Append_EventTimes_CutsAtMultiplesOfTheSpan() =>
        Assert.Equal(["app:1-2(2)", "app:3-3(1)", "app:4-4(1)"], Run(Create(), (1, 1), (2, 29), (3, 31), (4, 200)));

    [Fact]
    public void Append_LateLineAndLineWithoutTime_JoinTheOpenWindowAndTheLateOneIsCounted()
    {
        TimeWindower windower = Create();
        Assert.Equal(["app:1-1(1)", "app:2-4(3)"], Run(windower, (1, 1), (2, 31), (3, 5), (4, null)));
        Assert.Equal(1, windower.Late);
    }

    [Fact]
    public void Append_LineWithinTheLateness_JoinsItsOwnWindow()
    {
        TimeWindower windower = Create(lateness: 10);
        Assert.Equal(["app:1-3(2)", "app:2-4(2)"], Run(windower, (1, 1), (2, 31), (3, 5), (4, 40)));
        Assert.Equal(0, windower.Late);
    }

    [Fact]
    public void Append_WatermarkBeforeTheEnd_KeepsTheWindowOpen()
    {
        TimeWindower windower = Create(lateness: 10);
        var closed = new List<LogWindow>();
        windower.Append(Logs.Log("a", 1, second: 1), closed);
        windower.Append(Logs.Log("a", 2, second: 39.9), closed);
        Assert.Empty(closed);
        windower.Append(Logs.Log("a", 3, second: 40), closed);
        Assert.Equal(["app:1-1(1)"], closed.Select(window => window.Describe()));
    }

    [Fact]
    public void Append_TwoSources_HaveAWatermarkEach()
    {
        TimeWindower windower = Create();
        var closed = new List<LogWindow>();
        windower.Append(Logs.Log("a", 1, "fast", second: 500), closed);
        windower.Append(Logs.Log("a", 1, "slow", second: 1), closed);
        windower.Append(Logs.Log("a", 2, "slow", second: 2), closed);
        windower.Flush(closed);
        Assert.Equal((0, "fast:1-1(1) slow:1-2(2)"), (windower.Late, string.Join(' ', closed.Select(window => window.Describe()))));
    }

    [Fact]
    public void Append_SlidingWindows_OverlapAndLeaveOutThoseThatHoldNothingNew() =>
        Assert.Equal(["app:1-1(1)", "app:1-2(2)", "app:2-3(2)", "app:4-4(1)"], Run(Create(step: 10), (1, 1), (2, 11), (3, 35), (4, 200)));

    [Fact]
    public void Append_SlidingWindowsWithLateness_KeepTheOrderOfArrival()
    {
        List<LogWindow> closed = RunWindows(Create(step: 10, lateness: 20), (1, 1), (2, 15), (3, 5));
        Assert.Equal(["1 3", "1 2 3"], closed.Select(window => string.Join(' ', window.Lines.ToArray().Select(log => log.Line.LineId))));
    }

    [Fact]
    public void Append_OneLineOfTheFarFuture_StopsBeingBelievedAfterAThousandLines()
    {
        TimeWindower windower = Create();
        (int Line, double? Second)[] lines = [(1, 1), (2, 9e8), .. Enumerable.Range(3, 1_060).Select(i => (i, (double?)(40 + (i / 100))))];
        string[] closed = Run(windower, [.. lines, (2_000, 100)]);
        Assert.Equal(["app:1-1(1)", "app:2-1001(1000)", "app:1002-1062(61)", "app:2000-2000(1)"], closed);
        Assert.Equal(1_000, windower.Late);
    }

    [Fact]
    public void Append_TooManyLines_ClosesEarlyAndLosesNone() =>
        Assert.Equal(["app:1-2(2)", "app:3-3(1)"], Run(Create(maxLines: 2), (1, 1), (2, 2), (3, 3)));

    [Fact]
    public void Append_TimesSet_GivesTheWindowItsSpan()
    {
        LogWindow window = Assert.Single(RunWindows(Create(), (1, 7), (2, 3)));
        Assert.Equal((Logs.Start.AddSeconds(3), Logs.Start.AddSeconds(7)), (window.Start!.Value, window.End!.Value));
    }

    [Fact]
    public void CloseIdle_SourceSilentByTheClock_ClosesItsWindowsAlone()
    {
        var clock = new FakeTimeProvider();
        TimeWindower windower = Create(idleFor: 60, clock: clock);
        var closed = new List<LogWindow>();
        windower.Append(Logs.Log("a", 1, "silent", second: 1), closed);
        clock.Advance(TimeSpan.FromSeconds(59));
        windower.Append(Logs.Log("a", 1, "busy", second: 1), closed);
        windower.CloseIdle(closed);
        Assert.Empty(closed);
        clock.Advance(TimeSpan.FromSeconds(1));
        windower.CloseIdle(closed);
        Assert.Equal(["silent:1-1(1)"], closed.Select(window => window.Describe()));
    }

    [Fact]
    public void Append_BusySource_LetsTheWindowsOfASilentOneClose()
    {
        var clock = new FakeTimeProvider();
        TimeWindower windower = Create(idleFor: 60, clock: clock);
        var closed = new List<LogWindow>();
        windower.Append(Logs.Log("a", 1, "silent", second: 1), closed);
        clock.Advance(TimeSpan.FromSeconds(61));
        for (int i = 1; i <= 1_024; i++)
        {
            windower.Append(Logs.Log("a", i, "busy", second: 1), closed);
        }

        Assert.Equal(["silent:1-1(1)"], closed.Select(window => window.Describe()));
    }

    [Fact]
    public void WindowByTime_BadTimes_NameValueRuleAndFix()
    {
        var second = TimeSpan.FromSeconds(1);
        AssertRefused("Window span is 00:00:00; it must be at least one millisecond. Pass, say, TimeSpan.FromSeconds(30).", builder => builder.WindowByTime(TimeSpan.Zero));
        AssertRefused("Window step is 00:00:00.3000000; the window span, 00:00:01, must be 1 to 1000 times as long. Pass, say, a tenth of the span.", builder => builder.WindowByTime(second, TimeSpan.FromSeconds(.3)));
        AssertRefused("Window step is 00:00:02; the window span, 00:00:01, must be 1 to 1000 times as long.", builder => builder.WindowByTime(second, 2 * second));
        AssertRefused("Window lateness is -00:00:01; it must be zero to one day.", builder => builder.WindowByTime(second, lateness: -second));
        AssertRefused("Window idle time is 00:00:00; it must be at least 10 milliseconds.", builder => builder.WindowByTime(second, idleFor: TimeSpan.Zero));
    }

    internal static TimeWindower Create(double step = 30, double lateness = 0, double? idleFor = null, int maxLines = 5_000, TimeProvider? clock = null) => new(
        TimeSpan.FromSeconds(30),
        TimeSpan.FromSeconds(step),
        TimeSpan.FromSeconds(lateness),
        idleFor is { } idle ? TimeSpan.FromSeconds(idle) : null,
        maxLines,
        10,
        clock ?? TimeProvider.System);

    private static void AssertRefused(string message, Action<AnomalyDetectorBuilder> window) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => window(new AnomalyDetectorBuilder())).Message, StringComparison.Ordinal);

    private static string[] Run(TimeWindower windower, params (int Line, double? Second)[] logs) => [.. RunWindows(windower, logs).Select(window => window.Describe())];

    private static List<LogWindow> RunWindows(TimeWindower windower, params (int Line, double? Second)[] logs)
    {
        var closed = new List<LogWindow>();
        foreach ((int line, double? second) in logs)
        {
            windower.Append(Logs.Log("a", line, second: second), closed);
        }

        windower.Flush(closed);
        return closed;
    }
}
