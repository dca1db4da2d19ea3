using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Detectors;

public class OrderDetectorTests
{
    [Fact]
    public async Task ScoreAsync_StepThatNeverCame_IsFarStrangerThanTheUsualOrder()
    {
        OrderDetector detector = Taught();
        float usual = await detector.ScoreAsync(Logs.Window(Logs.Repeat("open read close", 10)));
        float strange = await detector.ScoreAsync(Logs.Window(Logs.Repeat("open close read", 10)));
        Assert.InRange(usual, 0, 0.1f);
        Assert.True(strange > 0.8f, $"strange {strange}");
    }

    [Fact]
    public async Task ScoreAsync_UnseenTemplate_IsLeftToTheNoveltyDetector()
    {
        Assert.InRange(await Taught().ScoreAsync(Logs.Window("open new read close")), 0, 0.1f);
    }

    [Fact]
    public async Task ScoreAsync_ThirdOrderMatters_UsesTwoTemplatesOfContext()
    {
        OrderDetector detector = new(new OrderOptions());
        foreach (int _ in Enumerable.Range(0, 50))
        {
            detector.Learn(Logs.Window(Logs.Repeat("x m p y m q", 5)));
        }

        Assert.True(await detector.ScoreAsync(Logs.Window("x m q")) > 3 * await detector.ScoreAsync(Logs.Window("x m p")));
    }

    [Fact]
    public void Collect_StrangeStep_SaysAfterWhatAndWhatUsuallyComes()
    {
        Evidence piece = Taught().Evidence(Logs.Window("open read close open close", firstLine: 30))[0];
        Assert.Equal(
            (EvidenceKind.UnexpectedOrder, "close", "open", "read", 34L),
            (piece.Kind, piece.Template.Text, piece.After!.Text, piece.ExpectedTemplate!.Text, piece.Lines[0].Line.LineId));
        Assert.InRange(piece.Expected, 0, 0.01);
    }

    [Fact]
    public async Task Learn_MoreStepsThanAllowed_ForgetsTheRarest()
    {
        OrderDetector detector = new(new OrderOptions { MaxSteps = 1000 });
        var random = new Random(5);
        foreach (int _ in Enumerable.Range(0, 100))
        {
            detector.Learn(Logs.Window(Logs.Repeat("open read close", 20)));
            detector.Learn(Logs.Window(string.Join(' ', Enumerable.Range(0, 50).Select(_ => $"t{random.Next(400)}"))));
        }

        Assert.InRange(await detector.ScoreAsync(Logs.Window(Logs.Repeat("open read close", 10))), 0, 0.3f);
    }

    [Fact]
    public void DetectWithOrder_BadOption_NamesValueRuleAndFix()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().DetectWithOrder(new OrderOptions { MaxSteps = 1 }));
        Assert.StartsWith("MaxSteps is 1; it must be 1000 to 100000000. The default is 200000.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().DetectWithOrder(new OrderOptions { MaxContext = 9 }));
        Assert.StartsWith("MaxContext is 9; it must be 1 to 8. The default is 5.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScoreAsync_FiveTemplatesBefore_Matter()
    {
        OrderDetector deep = new(new OrderOptions());
        OrderDetector flat = new(new OrderOptions { MaxContext = 2 });
        foreach (int _ in Enumerable.Range(0, 50))
        {
            deep.Learn(Logs.Window(Logs.Repeat("x m m m m p y m m m m q", 5)));
            flat.Learn(Logs.Window(Logs.Repeat("x m m m m p y m m m m q", 5)));
        }

        Assert.True(await deep.ScoreAsync(Logs.Window("x m m m m q")) > 2 * await deep.ScoreAsync(Logs.Window("x m m m m p")));
        Assert.Equal(await flat.ScoreAsync(Logs.Window("x m m m m q")), await flat.ScoreAsync(Logs.Window("x m m m m p")), 3);
    }

    [Fact]
    public async Task ScoreAsync_SessionThatEndsEarly_IsStrange()
    {
        OrderDetector detector = TaughtSessions();
        LogWindow whole = Logs.Window("open read close", kind: WindowKind.Session);
        LogWindow part = Logs.Window("open read", kind: WindowKind.Session);
        Assert.InRange(await detector.ScoreAsync(whole), 0, 0.1f);
        Assert.True(await detector.ScoreAsync(part) > 0.3f);

        // What is still open, or cut at any place, has not ended.
        Assert.InRange(await detector.ScoreAsync(new LogWindow(part.Kind, part.Lines) { IsOpen = true }), 0, 0.1f);
        Assert.InRange(await detector.ScoreAsync(Logs.Window("open read")), 0, 0.1f);
    }

    [Fact]
    public void Collect_SessionThatEndsEarly_SaysAfterWhatAndWhatUsuallyComes()
    {
        Evidence piece = Assert.Single(TaughtSessions().Evidence(Logs.Window("open read", kind: WindowKind.Session)));
        Assert.Equal(
            (EvidenceKind.UnexpectedEnd, "read", "close", 2L, null),
            (piece.Kind, piece.Template.Text, piece.ExpectedTemplate!.Text, piece.Lines[0].Line.LineId, piece.After));
    }

    [Fact]
    public void Collect_SessionThatBeginsInTheMiddle_HasNothingBeforeItsFirstLine()
    {
        Evidence piece = Assert.Single(TaughtSessions().Evidence(Logs.Window("read close", kind: WindowKind.Session)));
        Assert.Equal(
            (EvidenceKind.UnexpectedOrder, "read", "open", 1L, null),
            (piece.Kind, piece.Template.Text, piece.ExpectedTemplate!.Text, piece.Lines[0].Line.LineId, piece.After));
    }

    [Fact]
    public async Task ScoreAsync_StepThatALongContextNeverSaw_CountsOnceForAllItsContexts()
    {
        // Each context of "c" has seen one successor: that the last one sees another says all, and the shorter ones nothing more.
        OrderDetector deep = new(new OrderOptions());
        OrderDetector flat = new(new OrderOptions { MaxContext = 1 });
        foreach (int _ in Enumerable.Range(0, 50))
        {
            deep.Learn(Logs.Window(Logs.Repeat("a b c d e f", 10)));
            flat.Learn(Logs.Window(Logs.Repeat("a b c d e f", 10)));
        }

        LogWindow window = Logs.Window("a b c a");
        Assert.InRange(await deep.ScoreAsync(window), 0.9f * await flat.ScoreAsync(window), 1.1f * await flat.ScoreAsync(window));
    }

    [Fact]
    public async Task ScoreAsync_TemplateThatSupersedesOthers_FollowsAsTheyDid()
    {
        OrderDetector detector = Taught();
        float before = await detector.ScoreAsync(Logs.Window("open close"));
        LogTemplate wide = TemplateSymbolsTests.Superseding("wide", "read", "close");
        ParsedLog Wide() => TemplateSymbolsTests.Log(wide);
        Assert.InRange(await detector.ScoreAsync(new LogWindow(WindowKind.Count, new[] { Logs.Log("open"), Wide(), Wide(), Logs.Log("open") })), 0, 0.2f);
        Assert.InRange(await detector.ScoreAsync(Logs.Window("open close")), 0, before / 2);
        Assert.True(await detector.ScoreAsync(new LogWindow(WindowKind.Count, new[] { Logs.Log("open"), Wide(), Wide(), Wide() })) > 0.3f);
    }

    [Fact]
    public async Task LoadState_OfWhatWasSaved_ScoresAndLearnsAsTheOther()
    {
        OrderDetector saved = TaughtSessions();
        saved.Learn(Logs.Window(Logs.Repeat("open wait read close", 3)));
        OrderDetector restored = new OrderDetector(new OrderOptions()).From(saved);
        foreach (string templates in new[] { "open read", "close open", "open wait close wait read" })
        {
            LogWindow window = Logs.Window(templates, kind: WindowKind.Session);
            Assert.True(await saved.ScoreAsync(window) > 0);
            Assert.Equal(await saved.ScoreAsync(window), await restored.ScoreAsync(window));
            Assert.Equal(saved.Evidence(window).Select(piece => (piece.Strength, piece.ExpectedTemplate?.Text)), restored.Evidence(window).Select(piece => (piece.Strength, piece.ExpectedTemplate?.Text)));
            saved.Learn(window);
            restored.Learn(window);
        }
    }

    // As version 1 wrote it: the steps of "open read close open …" after none, one and two templates.
    [Fact]
    public async Task LoadState_Version1_IsRead()
    {
        string[] names = ["open", "read", "close"];
        ulong[] ids = [.. names.Select(name => Logs.Template(name).Id.Value)];
        static ulong Pair(ulong before, ulong last) => ((before * 0x9E3779B97F4A7C15) ^ last) | 1UL << 63;
        string templates = string.Join(',', names.Select(name => $"\"{Logs.Template(name).Id}\":\"{name}\""));
        string steps = string.Join(',', Enumerable.Range(0, 3).SelectMany(i => new[]
        {
            $"0,{ids[i]},500", $"{ids[i]},{ids[(i + 1) % 3]},500", $"{Pair(ids[i], ids[(i + 1) % 3])},{ids[(i + 2) % 3]},500",
        }));
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse($$"""{"templates":{{{templates}}},"steps":[{{steps}}]}""");
        OrderDetector restored = new(new OrderOptions());
        restored.LoadState(json.RootElement, 1);
        OrderDetector taught = Taught();
        foreach (string window in new[] { "open read close open", "open close read", "read open" })
        {
            Assert.Equal(await taught.ScoreAsync(Logs.Window(window)), await restored.ScoreAsync(Logs.Window(window)), 0.02f);
        }
    }

    private static OrderDetector TaughtSessions()
    {
        OrderDetector detector = new(new OrderOptions());
        foreach (int _ in Enumerable.Range(0, 500))
        {
            detector.Learn(Logs.Window("open read close", kind: WindowKind.Session));
        }

        return detector;
    }

    private static OrderDetector Taught()
    {
        OrderDetector detector = new(new OrderOptions());
        foreach (int _ in Enumerable.Range(0, 50))
        {
            detector.Learn(Logs.Window(Logs.Repeat("open read close", 10)));
        }

        return detector;
    }
}
