using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Windows;

public class TimeWindowerTests
{
    [Fact]
    public void Append_EventTimes_CutsAtMultiplesOfTheSpan()
    {
        Assert.Equal(["app:1-2(2)", "app:3-3(1)", "app:4-4(1)"], Run(100, (1, 1), (2, 29), (3, 31), (4, 200)));
    }

    [Fact]
    public void Append_LateLineAndLineWithoutTime_JoinTheOpenWindow()
    {
        Assert.Equal(["app:1-1(1)", "app:2-4(3)"], Run(100, (1, 1), (2, 31), (3, 5), (4, null)));
    }

    [Fact]
    public void Append_TooManyLines_ClosesEarlyAndLosesNone()
    {
        Assert.Equal(["app:1-2(2)", "app:3-3(1)"], Run(2, (1, 1), (2, 2), (3, 3)));
    }

    [Fact]
    public void Append_TimesSet_GivesTheWindowItsSpan()
    {
        var windower = new TimeWindower(TimeSpan.FromSeconds(30), 100, 10);
        var closed = new List<LogWindow>();
        windower.Append(Logs.Log("a", 1, second: 7), closed);
        windower.Append(Logs.Log("a", 2, second: 3), closed);
        windower.Flush(closed);
        LogWindow window = Assert.Single(closed);
        Assert.Equal((Logs.Start.AddSeconds(3), Logs.Start.AddSeconds(7)), (window.Start!.Value, window.End!.Value));
    }

    [Fact]
    public void WindowByTime_ZeroSpan_NamesValueRuleAndFix()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().WindowByTime(TimeSpan.Zero));
        Assert.StartsWith("Window span is 00:00:00; it must be at least one millisecond. Pass, say, TimeSpan.FromSeconds(30).", error.Message, StringComparison.Ordinal);
    }

    private static string[] Run(int maxLines, params (int Line, double? Second)[] logs)
    {
        var windower = new TimeWindower(TimeSpan.FromSeconds(30), maxLines, 10);
        var closed = new List<LogWindow>();
        foreach ((int line, double? second) in logs)
        {
            windower.Append(Logs.Log("a", line, second: second), closed);
        }

        windower.Flush(closed);
        return [.. closed.Select(window => window.Describe())];
    }
}
