using System.Text.Json;
using LogGuardian.Evaluation;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Evaluation.Reports;

public sealed class EvaluationReportTests
{
    [Fact]
    public async Task Write_ToAFolder_ReadsBackTheSame()
    {
        using var folder = new TempFolder();
        EvaluationReport report = SampleReport.Create(units: 300);
        string directory = Path.Combine(folder.Path, "new", "report");
        await report.WriteAsync(directory);
        Assert.Equal(
            new[] { EvaluationReport.HtmlName, EvaluationReport.JsonName, EvaluationReport.MarkdownName }.Order(),
            Directory.GetFiles(directory).Select(path => Path.GetFileName(path)!).Order());

        EvaluationReport again = await EvaluationReport.LoadAsync(Path.Combine(directory, EvaluationReport.JsonName));
        Assert.Equal(Json(report), Json(again));
        Assert.Equal(report.ToMarkdown(), again.ToMarkdown());
        Assert.Equal(report.ToHtml(), again.ToHtml());
        Assert.Equal(report.ToHtml(), await File.ReadAllTextAsync(Path.Combine(directory, EvaluationReport.HtmlName)));
    }

    [Fact]
    public async Task Result_OfInfiniteScores_ReadsBackTheSame()
    {
        using var folder = new TempFolder();
        EvaluationResult result = SampleReport.Result("a", "b", "c", 50, 1, seeds: 1, shift: 2, scale: score => score > 1 ? double.PositiveInfinity : score) with
        {
            Threshold = double.NegativeInfinity,
            Audit = null,
        };
        string path = Path.Combine(folder.Path, "cell.json");
        await result.SaveAsync(path);
        EvaluationResult again = await EvaluationResult.LoadAsync(path);
        Assert.Equal(double.NegativeInfinity, again.Threshold);
        Assert.Equal(result.Curves!.Points, again.Curves!.Points);
        Assert.Equal(result.Curves.Timeline, again.Curves.Timeline);
        Assert.Equal((result.Metrics.Confusion, result.Metrics.Intervals, result.Metrics.Delay), (again.Metrics.Confusion, again.Metrics.Intervals, again.Metrics.Delay));
        Assert.Equal(result.Metrics.Localisation, again.Metrics.Localisation);
        Assert.Equal(result.LinesPerSecond, again.LinesPerSecond);
        Assert.Equal(Json(result), Json(again));
    }

    [Theory]
    [InlineData("{ \"dataSet\": \"HDFS\" }")]
    [InlineData("null")]
    [InlineData("{ \"dataSet\": ")]
    public async Task Load_WhatIsNoResult_SaysWhatToDo(string text)
    {
        using var folder = new TempFolder();
        string path = folder.Write("cell.json", text);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => EvaluationResult.LoadAsync(path));
        Assert.StartsWith($"'{path}' is not what was expected: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Delete the file and make it again.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aggregates_OfFiveSeeds_SumThemUp()
    {
        EvaluationReport report = SampleReport.Create(units: 300);
        Assert.Equal(
            ["HDFS/order", "HDFS/counts", "HDFS/random", "BGL/logistic", "BGL/novelty", "BGL/lookup-table", "BGL/all-normal"],
            report.Aggregates.Select(sums => $"{sums.DataSet}/{sums.Method}"));
        EvaluationAggregate order = report.Aggregates[0];
        double[] f1 = [.. report.Results.Where(result => result.Method == "order").Select(result => result.Metrics.Confusion.F1)];
        Assert.Equal(MetricSummary.Of(f1), order.F1);
        Assert.Equal((5, 5, "ait", false), (order.Runs, order.F1.Count, order.Protocol, order.IsBaseline));
        Assert.NotEqual(0, order.F1.StandardDeviation);
        Assert.Equal(6_000, order.LinesPerSecond!.Mean);
    }

    [Fact]
    public void Aggregates_MetricThatIsNullForSome_IsOverTheOthers()
    {
        EvaluationResult result = SampleReport.Result("a", "b", "c", 100, 1, seeds: 1, shift: 2);
        EvaluationReport report = SampleReport.Create(units: 50) with { Results = [result, result with { Audit = null, Split = "2" }] };
        EvaluationAggregate sums = Assert.Single(report.Aggregates);
        Assert.Equal((2, 1), (sums.Runs, sums.SeenShare!.Count));
        Assert.Null((report with { Results = [result with { Audit = null }] }).Aggregates[0].SeenShare);
    }

    [Fact]
    public void Create_OnThisMachine_SaysWhereAndWhen()
    {
        EvaluationReport report = EvaluationReport.Create([], "command");
        Assert.Equal(Environment.ProcessorCount, report.Machine.ProcessorCount);
        Assert.StartsWith(".NET 10", report.Machine.Runtime, StringComparison.Ordinal);
        Assert.InRange(report.Machine.MemoryBytes, 1L << 20, long.MaxValue);
        Assert.InRange(report.Created, TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow());
        Assert.Matches(@"^\d+\.\d+\.\d+$", report.Version);
    }

    [Fact]
    public void Create_SeveralSplits_KeepsTheCurvesOfTheMedian()
    {
        EvaluationResult any = SampleReport.Create(units: 300).Results.First(result => result.Curves is not null);
        EvaluationResult[] splits =
        [
            .. new[] { 9, 1, 5 }.Select(hits => any with { Split = $"{hits} hits", Metrics = any.Metrics with { Confusion = new ConfusionMatrix(hits, 1, 200, 10 - hits) } }),
        ];
        Assert.Equal(["5 hits"], EvaluationReport.Create(splits, "command").Results.Where(result => result.Curves is not null).Select(result => result.Split));
    }

    [Fact]
    public void Markdown_OfTheSample_ReadsLikeThis() => Snapshots.Match(SampleReport.Create(units: 600).ToMarkdown(), "Evaluation/Reports", "Report.markdown");

    [Fact]
    public void Json_OfTheSample_ReadsLikeThis()
    {
        EvaluationReport report = SampleReport.Create(units: 600);
        EvaluationResult first = report.Results[^4];
        Snapshots.Match(Json(report with { Results = [first with { Curves = SmallCurves() }] }), "Evaluation/Reports", "Report.json");
    }

    [Fact]
    public void Markdown_NamesFromOutside_StayText()
    {
        EvaluationReport report = SampleReport.Create(units: 50);
        string text = (report with { Results = [report.Results[0] with { Method = "a|b<script>\n# c", Split = "*d*" }] }).ToMarkdown();
        Assert.Contains(@"a\|b&lt;script&gt; # c", text, StringComparison.Ordinal);
        Assert.Contains(@"split: \*d\*", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_WithoutBaseline_Warns()
    {
        EvaluationReport report = SampleReport.Create(units: 50);
        Assert.DoesNotContain("No baseline was run", report.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("No baseline was run", (report with { Results = [report.Results[0]] }).ToMarkdown(), StringComparison.Ordinal);
    }

    private static EvaluationCurves SmallCurves()
    {
        var set = new PredictionSet(0.5);
        set.Add(new UnitPrediction("a", true, 0.9, true));
        set.Add(new UnitPrediction("b", false, 0.2, false));
        return EvaluationCurves.Compute(set, new MetricsOptions { ScoresAreProbabilities = true });
    }

    private static string Json(EvaluationReport report) => JsonSerializer.Serialize(report, EvaluationJson.Default.EvaluationReport) + "\n";

    private static string Json(EvaluationResult result) => JsonSerializer.Serialize(result, EvaluationJson.Default.EvaluationResult);
}
