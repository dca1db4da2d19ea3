using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Reports;

public sealed class TextGraphTests
{
    [Theory]
    [InlineData("0 1 2 3 4 5 6 7", 8, "▁▂▃▄▅▆▇█")]
    [InlineData("0 1 2 3 4 5 6 7", 20, "▁▂▃▄▅▆▇█")]
    [InlineData("0 0 7 7 0 0 7 7", 4, "▁█▁█")]
    [InlineData("3 3 3", 3, "▄▄▄")]
    [InlineData("", 3, "")]
    public void Sparkline_OfValues_HasTheirHeights(string values, int width, string expected) => Assert.Equal(expected, TextGraph.Sparkline(Points(values), width));

    [Fact]
    public void Graph_OfAStraightLine_IsADiagonal()
    {
        string graph = TextGraph.Graph(Points(string.Join(' ', Enumerable.Range(0, 16))), width: 8, height: 4);
        Assert.Equal(
            """
            15 │      ⡠⠊
               │    ⡠⠊
               │  ⡠⠊
             0 │⡠⠊
               └────────
                0     15

            """.ReplaceLineEndings("\n"),
            graph);
    }

    [Fact]
    public void Graph_OfOneValue_StandsInTheMiddle() => Assert.Equal(3, TextGraph.Graph([(7, 0.5)], 8, 3).Split('\n').Take(3).Count(row => row.Contains('│', StringComparison.Ordinal)));

    [Fact]
    public void Summary_OfARun_HasARowForEachValue()
    {
        RunMetric[] metrics =
        [
            .. Enumerable.Range(1, 9).Select(step => new RunMetric(step, 1, "decoder", RunMetricNames.LearningRate, step, default)),
            new RunMetric(9, 1, "decoder", RunMetricNames.ValidationF1, 0.5, default),
            new RunMetric(9, 1, "decoder", "broken", double.NaN, default),
        ];
        Assert.Equal("decoder learning_rate  ▁▂▄▆█  9\ndecoder validation_f1  ▄      0.5\n", TextGraph.Summary(new TrainingCurves(metrics), 5));
    }

    private static (double, double)[] Points(string values) =>
        [.. values.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((value, i) => ((double)i, double.Parse(value, System.Globalization.CultureInfo.InvariantCulture)))];
}
