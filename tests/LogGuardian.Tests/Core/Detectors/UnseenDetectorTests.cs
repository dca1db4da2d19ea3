using System.Text.Json;
using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Detectors;

public class UnseenDetectorTests
{
    private readonly ScriptedDetector _inner = new("reader", DetectorTier.Model, window => window.Count) { Settles = ["novelty"] };

    [Fact]
    public async Task ScoreAsync_ShowsTheOtherOneOnlyLinesOfUnseenTemplates()
    {
        UnseenDetector detector = Taught("a b");
        LogWindow[] windows = [Logs.Window("a b a"), Logs.Window("x a y x b", 50), Logs.Window("b"), Logs.Window("z")];
        float[] scores = new float[5];
        scores[4] = 9;
        await detector.ScoreAsync(windows, scores);
        Assert.Equal([0, 3, 0, 1, 9], scores);
        Assert.Equal(2, _inner.Asked.Count);
        Assert.Equal(["x", "y", "x"], Texts(_inner.Asked[0]));
        Assert.Equal([50L, 52L, 53L], _inner.Asked[0].Lines.ToArray().Select(log => log.Line.LineId));
        Assert.Equal(["z"], Texts(_inner.Asked[1]));
    }

    [Fact]
    public async Task ScoreAsync_NothingUnseen_DoesNotAskTheOtherOne()
    {
        UnseenDetector detector = Taught("a b");
        Assert.Equal(0, await detector.ScoreAsync(Logs.Window("b a")));
        Assert.Empty(_inner.Asked);
        Assert.Empty(detector.Evidence(Logs.Window("b a")));
    }

    [Fact]
    public async Task Learn_WhatIsNormal_IsNotShownAgain()
    {
        UnseenDetector detector = Taught("a");
        Assert.Equal(1, await detector.ScoreAsync(Logs.Window("a x")));
        detector.Learn(Logs.Window("x"));
        Assert.Equal(0, await detector.ScoreAsync(Logs.Window("a x")));

        // The window of a session says whose it is and whether it is still open.
        await detector.ScoreAsync(new LogWindow(WindowKind.Session, Logs.Window("y").Lines, "s7") { IsOpen = true });
        LogWindow shown = _inner.Asked[^1];
        Assert.Equal((WindowKind.Session, "s7", true), (shown.Kind, shown.SessionKey, shown.IsOpen));
    }

    [Fact]
    public void Collect_GivesTheEvidenceOfUnseenLines()
    {
        Evidence piece = Assert.Single(Taught("a").Evidence(Logs.Window("a x")));
        Assert.Equal(("reader", "x"), (piece.Detector, piece.Template.Text));
    }

    [Fact]
    public void Detector_IsWhatTheOtherOneIs_AndChooses()
    {
        UnseenDetector detector = Taught("a");
        Assert.Equal(("reader", "reader", DetectorTier.Model, true), (detector.Name, detector.StateName, detector.Tier, detector.IsSelective));
        Assert.Equal(["novelty"], detector.Settles);
    }

    [Fact]
    public async Task StateAndMerge_KeepWhatIsKnown()
    {
        using var saved = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(saved))
        {
            Taught("a b").SaveState(writer);
        }

        UnseenDetector restored = Taught("q");
        restored.LoadState(JsonDocument.Parse(saved.ToArray()).RootElement, 1);
        Assert.Equal(2, await restored.ScoreAsync(Logs.Window("a q x")));
        restored.MergeFrom(Taught("x"), []);
        Assert.Equal(1, await restored.ScoreAsync(Logs.Window("a q x")));
    }

    [Fact]
    public async Task DetectUnseenWith_InAPipeline_AsksOnlyForNewLines()
    {
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWith(_ => new WordParser()).WindowByCount(3)
            .WithLearning(new LearningOptions { WarmUpLines = 0, ContinueOnNormal = false })
            .DetectWithNovelty()
            .DetectUnseenWith(_ => _inner)
            .Build();
        await detector.LearnAsync(ListSource.Of("app", Enumerable.Range(0, 300).Select(i => i % 2 == 0 ? "tick" : "tock")));
        _inner.Asked.Clear();
        await detector.DetectAsync(ListSource.Of("app", ["tick", "tock", "tick", "tock", "crash", "tick"])).ToListAsync();
        Assert.Equal(["crash"], Texts(Assert.Single(_inner.Asked)));
    }

    [Fact]
    public void DetectUnseenWith_DetectorThatLearns_SaysWhatToDo()
    {
        AnomalyDetectorBuilder Builder(IDetector detector) => new AnomalyDetectorBuilder().ParseWith(_ => new WordParser()).WindowByCount(3).DetectUnseenWith(_ => detector);
        foreach (IDetector bad in new[] { new NoveltyDetector(new NoveltyOptions()), null! })
        {
            var e = Assert.ThrowsAny<Exception>(() => Builder(bad).Build());
            Assert.Contains("Add one that learns by DetectWith", e.ToString(), StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().DetectUnseenWith(_ => _inner, new UnseenOptions { MaxTemplates = 3 }));
    }

    private static IEnumerable<string> Texts(LogWindow window) => window.Lines.ToArray().Select(log => log.Template.Text);

    private UnseenDetector Taught(string templates)
    {
        var detector = new UnseenDetector(_inner, new UnseenOptions());
        detector.Learn(Logs.Window(templates));
        return detector;
    }
}
