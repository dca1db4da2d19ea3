using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Detectors;

public class PcaDetectorTests
{
    [Fact]
    public async Task ScoreAsync_CountsThatDoNotGoTogether_AreFarStrangerThanALargeWindow()
    {
        PcaDetector detector = Taught();
        Assert.InRange(await detector.ScoreAsync(Requests(6, 6, 3)), 0, 0.9f);
        Assert.InRange(await detector.ScoreAsync(Requests(60, 60, 3)), 0, 1.2f);
        float strange = await detector.ScoreAsync(Requests(12, 0, 3));
        Assert.True(strange > 1.2, $"strange {strange}");
    }

    [Fact]
    public void Collect_CountsThatDoNotGoTogether_LeadsWithThem()
    {
        Evidence[] evidence = Taught().Evidence(Requests(12, 0, 3));
        Assert.Equal(EvidenceKind.UnusualMix, evidence[0].Kind);
        Assert.Equal(["answer", "request"], evidence.Take(2).Select(piece => piece.Template.Text).Order());
        Evidence answer = evidence.Single(piece => piece.Template.Text == "answer");
        Assert.Equal(0, answer.Observed);
        Assert.True(answer.Expected > 0.5, $"expected {answer.Expected}");
    }

    [Fact]
    public async Task ScoreAsync_OpenOrNothingLearned_IsNotJudged()
    {
        LogWindow strange = Requests(12, 0, 3);
        Assert.Equal(0, await Taught().ScoreAsync(new LogWindow(strange.Kind, strange.Lines) { IsOpen = true }));
        Assert.Equal(0, await new PcaDetector(new PcaOptions(), 1).ScoreAsync(strange));
    }

    [Fact]
    public async Task ScoreAsync_ShortLastWindow_IsComparedAtFullLength()
    {
        PcaDetector detector = Taught(WindowKind.Count);
        Assert.Equal(0, await detector.ScoreAsync(Requests(2, 0, 1, WindowKind.Count)));
        Assert.True(await detector.ScoreAsync(Requests(20, 0, 3, WindowKind.Count)) > 1.2);
    }

    [Fact]
    public async Task Learn_TemplateThatSupersedesAnother_CountsAsIt()
    {
        PcaDetector detector = Taught();
        LogTemplate wide = TemplateSymbolsTests.Superseding("wide", "answer");
        ParsedLog[] logs = [.. Enumerable.Repeat(Logs.Log("request"), 6), .. Enumerable.Repeat(TemplateSymbolsTests.Log(wide), 6), .. Enumerable.Repeat(Logs.Log("tick"), 3)];
        Assert.Equal(await Taught().ScoreAsync(Requests(6, 6, 3)), await detector.ScoreAsync(new LogWindow(WindowKind.Session, logs)));
    }

    [Fact]
    public async Task LoadState_OfWhatWasSaved_ScoresAndLearnsAsTheOther()
    {
        PcaDetector saved = Taught();
        PcaDetector restored = new PcaDetector(new PcaOptions(), 1).From(saved);
        Assert.Equal(await saved.ScoreAsync(Requests(12, 0, 3)), await restored.ScoreAsync(Requests(12, 0, 3)));
        foreach (int i in Enumerable.Range(0, 100))
        {
            saved.Learn(Requests(1 + (i % 5), 1 + (i % 5), i % 4));
            restored.Learn(Requests(1 + (i % 5), 1 + (i % 5), i % 4));
        }

        Assert.Equal(await saved.ScoreAsync(Requests(9, 2, 3)), await restored.ScoreAsync(Requests(9, 2, 3)));
    }

    [Fact]
    public void DetectWithPca_BadOption_NamesValueRuleAndFix()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().DetectWithPca(new PcaOptions { MaxTemplates = 1 }));
        Assert.StartsWith("MaxTemplates is 1; it must be 16 to 1024. The default is 256.", error.Message, StringComparison.Ordinal);
    }

    private static LogWindow Requests(int requests, int answers, int ticks, WindowKind kind = WindowKind.Session) => Logs.Window(
        string.Join(' ', Logs.Repeat("request", requests), Logs.Repeat("answer", answers), Logs.Repeat("tick", ticks)), kind: kind);

    private static PcaDetector Taught(WindowKind kind = WindowKind.Session)
    {
        var detector = new PcaDetector(new PcaOptions(), 1);
        var random = new Random(3);
        foreach (int _ in Enumerable.Range(0, 300))
        {
            int requests = kind == WindowKind.Count ? 10 : random.Next(2, 15);
            detector.Learn(Requests(requests, requests, 3, kind));
        }

        return detector;
    }
}
