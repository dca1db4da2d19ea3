using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Detectors;

public class SeverityDetectorTests
{
    [Fact]
    public async Task ScoreAsync_MoreErrorsThanUsual_IsStrangeAndGrowsWithTheirNumber()
    {
        SeverityDetector detector = Taught();
        float[] scores = [.. await Task.WhenAll(((int[])[1, 5, 10, 40]).Select(errors => detector.ScoreAsync(Window(errors))))];
        Assert.InRange(scores[0], 0, 0.5f);
        Assert.Equal(scores.Order(), scores);
        Assert.True(scores[2] > 1, $"{scores[2]} > 1");
        Evidence evidence = Assert.Single(detector.Evidence(Window(40)));
        Assert.Equal((EvidenceKind.UnusualSeverity, "severity", "e!", 40.0, 10), (evidence.Kind, evidence.Detector, evidence.Template.Text, evidence.Observed, evidence.Lines.Count));
        Assert.InRange(evidence.Expected, 0.5, 2);
    }

    [Fact]
    public async Task ScoreAsync_AsManyErrorsAsBefore_IsNotStrange()
    {
        SeverityDetector detector = new(new SeverityOptions());
        foreach (int i in Enumerable.Range(0, 50))
        {
            detector.Learn(Window(errors: i % 10 == 9 ? 20 : 1));
        }

        Assert.InRange(await detector.ScoreAsync(Window(20)), 0, 0.95f);
        Assert.True(await detector.ScoreAsync(Window(40)) > 1);
    }

    [Fact]
    public async Task ScoreAsync_FirstErrorsEver_NeedTwo()
    {
        SeverityDetector detector = new(new SeverityOptions());
        foreach (int _ in Enumerable.Range(0, 100))
        {
            detector.Learn(Window(errors: 0));
        }

        Assert.InRange(await detector.ScoreAsync(Window(1)), 0.3f, 0.99f);
        Assert.True(await detector.ScoreAsync(Window(2)) > 1);
    }

    [Fact]
    public async Task ScoreAsync_EachSource_IsComparedWithItself()
    {
        SeverityDetector detector = new(new SeverityOptions());
        foreach (int _ in Enumerable.Range(0, 50))
        {
            detector.Learn(Window(errors: 0, source: "quiet"));
            detector.Learn(Window(errors: 50, source: "loud"));
        }

        Assert.True(await detector.ScoreAsync(Window(50, "quiet")) > 1);
        Assert.Equal(0, await detector.ScoreAsync(Window(50, "loud")), 2);
        Assert.InRange(await detector.ScoreAsync(Window(50, "unknown")), 0, 0.99f);
    }

    [Fact]
    public async Task ScoreAsync_NoSeveritiesOrNothingLearned_IsZero()
    {
        LogWindow bare = new(WindowKind.Count, Enumerable.Range(1, 50).Select(i => Logs.Log("a", i, severity: LogSeverity.Unspecified)).ToArray());
        Assert.Equal(0, await Taught().ScoreAsync(bare));
        Assert.Empty(Taught().Evidence(bare));
        Assert.Equal(0, await new SeverityDetector(new SeverityOptions()).ScoreAsync(Window(90)));
    }

    [Fact]
    public async Task Learn_MoreSourcesThanAllowed_ForgetsTheOldest()
    {
        SeverityDetector detector = new(new SeverityOptions { MaxSources = 2 });
        foreach (string source in (string[])["loud", "b", "c"])
        {
            foreach (int _ in Enumerable.Range(0, 50))
            {
                detector.Learn(Window(errors: source == "loud" ? 50 : 0, source));
            }
        }

        // Compared with all sources together now, no longer with itself.
        Assert.True(await detector.ScoreAsync(Window(50, "loud")) > 0.5);
    }

    [Fact]
    public async Task LoadState_OfASavedDetector_ScoresAndLearnsAsItDid()
    {
        SeverityDetector saved = Taught();
        SeverityDetector restored = new SeverityDetector(new SeverityOptions()).From(saved);
        foreach (LogWindow window in (LogWindow[])[Window(3), Window(30), Window(7, "other"), Window(9, "other")])
        {
            Assert.Equal(await saved.ScoreAsync(window), await restored.ScoreAsync(window));
            saved.Learn(window);
            restored.Learn(window);
        }
    }

    [Fact]
    public async Task DetectWithSeverity_InAPipeline_ReportsTheErrors()
    {
        string[] Lines(int count, int from, int to) => [.. Enumerable.Range(0, count).Select(i => $"2026-03-01T12:00:00.000Z {(i >= from && i < to ? "ERROR" : "INFO")} job done")];
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWithTemplates().WindowByCount(20).DetectWithSeverity().ExplainWithEvidence().Build();
        await detector.LearnAsync(ListSource.Of(Lines(2000, 0, 0)));
        var anomalies = new List<Detection>();
        await foreach (Detection detection in detector.DetectAsync(ListSource.Of(Lines(400, 205, 215))))
        {
            if (detection.IsAnomaly)
            {
                anomalies.Add(detection);
            }
        }

        Assert.StartsWith("10 lines are errors or worse (first in line 206), where 0.005 is usual;", Assert.Single(anomalies).Explanation!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void DetectWithSeverity_BadOption_NamesValueRuleAndFix()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().DetectWithSeverity(new SeverityOptions { MaxSources = 0 }));
        Assert.StartsWith("MaxSources is 0; it must be 1 to 1000000. The default is 1024.", error.Message, StringComparison.Ordinal);
    }

    private static SeverityDetector Taught()
    {
        SeverityDetector detector = new(new SeverityOptions());
        foreach (int i in Enumerable.Range(0, 100))
        {
            detector.Learn(Window(errors: i % 3));
        }

        return detector;
    }

    private static LogWindow Window(int errors, string source = "app") => new(WindowKind.Count, Enumerable.Range(0, 100)
        .Select(i => Logs.Log(i < errors ? "e!" : "a", i + 1, source, severity: i < errors ? LogSeverity.Error : LogSeverity.Information)).ToArray());
}
