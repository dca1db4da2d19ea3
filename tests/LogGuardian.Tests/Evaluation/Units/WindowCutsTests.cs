using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Units;

public class WindowCutsTests
{
    /// <summary>
    /// The counts that LogLLM publishes (arXiv 2411.08561, table of data sets). Its code leaves out lines without content: 34,470 of BGL's 4,747,963, and
    /// at least 374 of the 10,000,000 of Thunderbird; any number from 374 to 498 gives the published windows.
    /// </summary>
    [Theory]
    [InlineData(4_747_963 - 34_470, 37_708, 9_427)]
    [InlineData(5_000_000, 40_000, 10_000)]
    [InlineData(10_000_000 - 374, 79_997, 20_000)]
    [InlineData(10_000_000 - 498, 79_997, 20_000)]
    [InlineData(4_747_963, 37_984, 9_496)]
    public void ByCount_LogLlm_GivesThePublishedWindows(int lines, int training, int test)
    {
        int cut = WindowCuts.TrainingCount(0.8, lines);
        Assert.Equal(training, WindowCuts.ByCount(0, cut, 100, 100, keepPartial: true).Count());
        Assert.Equal(test, WindowCuts.ByCount(cut, lines, 100, 100, keepPartial: true).Count());
    }

    [Fact]
    public void TrainingCount_LogLlmOnHdfs_IsThePublishedOne() => Assert.Equal(460_048, WindowCuts.TrainingCount(0.8, 575_061));

    [Theory]
    [InlineData(0, 10, 4, 4, true, "0-4 4-8 8-10")]
    [InlineData(0, 10, 4, 4, false, "0-4 4-8")]
    [InlineData(2, 9, 4, 2, false, "2-6 4-8")]
    [InlineData(2, 9, 4, 2, true, "2-6 4-8 6-9 8-9")]
    [InlineData(5, 5, 4, 4, true, "")]
    [InlineData(0, 5, 2, 3, true, "0-2 3-5")]
    public void ByCount_StepAndRest_AreKept(int start, int end, int size, int step, bool keepPartial, string expected) =>
        Assert.Equal(expected, Text(WindowCuts.ByCount(start, end, size, step, keepPartial)));

    [Theory]
    [InlineData("1 2 3 11 12 40", 10, 10, true, "0-3 3-5 5-6")]
    [InlineData("1 2 3 11 12 40", 10, 10, false, "0-3 3-5")]
    [InlineData("1 2 3 11 12", 10, 5, true, "0-3 3-5")]
    [InlineData("1 4 7 11 12", 10, 5, true, "0-3 2-5 3-5")]
    [InlineData("5 0 4 16", 10, 10, true, "0-3 3-4")]
    [InlineData("0 0 5 16", 10, 10, true, "0-3 3-4")]
    [InlineData("1 1000", 10, 10, true, "0-1 1-2")]
    [InlineData("1 1000", 10, 4, true, "0-1 1-2")]
    public void ByTime_SecondsOfRecords_GiveWindows(string seconds, int span, int step, bool keepPartial, string expected)
    {
        long[] ticks = [.. seconds.Split(' ').Select(second => long.Parse(second, System.Globalization.CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond)];
        Assert.Equal(expected, Text(WindowCuts.ByTime(ticks, 0, ticks.Length, TimeSpan.FromSeconds(span), TimeSpan.FromSeconds(step), keepPartial).Distinct()));
    }

    private static string Text(IEnumerable<(int Start, int End)> cuts) => string.Join(' ', cuts.Select(cut => $"{cut.Start}-{cut.End}"));
}
