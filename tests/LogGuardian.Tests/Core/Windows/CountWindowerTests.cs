using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Windows;

public class CountWindowerTests
{
    [Fact]
    public void Append_FixedWindows_CutsEveryNLinesAndKeepsTheRest()
    {
        Assert.Equal(["app:1-3(3)", "app:4-6(3)", "app:7-7(1)"], Run(new CountWindower(3, 3, 10), [.. Enumerable.Range(1, 7).Select(i => Logs.Log("a", i))]));
    }

    [Fact]
    public void Append_SlidingWindows_OverlapAndDropARestThatIsCovered()
    {
        Assert.Equal(["app:1-4(4)", "app:3-6(4)"], Run(new CountWindower(4, 2, 10), [.. Enumerable.Range(1, 6).Select(i => Logs.Log("a", i))]));
    }

    [Fact]
    public void Append_SlidingWindowsWithFreshRest_EmitsTheRestWithItsOverlap()
    {
        Assert.Equal(["app:1-4(4)", "app:3-5(3)"], Run(new CountWindower(4, 2, 10), [.. Enumerable.Range(1, 5).Select(i => Logs.Log("a", i))]));
    }

    [Fact]
    public void Append_TwoSources_NeverShareAWindow()
    {
        ParsedLog[] logs = [Logs.Log("a", 1, "x"), Logs.Log("a", 1, "y"), Logs.Log("a", 2, "x"), Logs.Log("a", 2, "y"), Logs.Log("a", 3, "y")];
        Assert.Equal(["x:1-2(2)", "y:1-2(2)", "y:3-3(1)"], Run(new CountWindower(2, 2, 10), logs));
    }

    [Fact]
    public void Append_MoreSourcesThanAllowed_EmitsTheOneSilentLongest()
    {
        ParsedLog[] logs = [Logs.Log("a", 1, "x"), Logs.Log("a", 1, "y"), Logs.Log("a", 1, "z")];
        Assert.Equal(["x:1-1(1)", "y:1-1(1)", "z:1-1(1)"], Run(new CountWindower(5, 5, 2), logs));
    }

    [Fact]
    public void Append_ClosedWindow_IsNotChangedByLaterLines()
    {
        var windower = new CountWindower(2, 1, 10);
        var closed = new List<LogWindow>();
        foreach (int i in Enumerable.Range(1, 4))
        {
            windower.Append(Logs.Log("a", i), closed);
        }

        Assert.Equal(["app:1-2(2)", "app:2-3(2)", "app:3-4(2)"], closed.Select(window => window.Describe()));
    }

    [Theory]
    [InlineData(0, null, "Window size is 0; it must be 1 to 100000. Pass the number of lines per window.")]
    [InlineData(10, 11, "Window step is 11; it must be 1 to the window size, 10. A larger step would lose lines.")]
    [InlineData(10, 0, "Window step is 0; it must be 1 to the window size, 10. A larger step would lose lines.")]
    public void WindowByCount_BadSize_NamesValueRuleAndFix(int size, int? step, string message)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().WindowByCount(size, step));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static string[] Run(CountWindower windower, ParsedLog[] logs)
    {
        var closed = new List<LogWindow>();
        foreach (ParsedLog log in logs)
        {
            windower.Append(log, closed);
        }

        windower.Flush(closed);
        return [.. closed.Select(window => window.Describe())];
    }
}
