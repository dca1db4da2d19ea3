using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Detectors;

public class NoveltyDetectorTests
{
    [Fact]
    public async Task ScoreAsync_KnownTemplatesOnly_IsZero()
    {
        NoveltyDetector detector = Taught();
        Assert.Equal(0, await detector.ScoreAsync(Logs.Window("a b b a")));
    }

    [Fact]
    public async Task ScoreAsync_TemplateThatSupersedesAKnownOne_IsKnown()
    {
        LogTemplate general = new(new TemplateId(77), "<*>") { Supersedes = [Logs.Template("nowhere").Id, Logs.Template("a").Id] };
        LogTemplate stranger = new(new TemplateId(79), "<*>") { Supersedes = [Logs.Template("nowhere").Id] };
        Assert.Equal(0, await Taught().ScoreAsync(Window(general)));
        Assert.NotEqual(0, await Taught().ScoreAsync(Window(stranger)));

        static LogWindow Window(LogTemplate template) => new(WindowKind.Count, new[] { new ParsedLog(LogLine.FromText("x"), default, template, default) });
    }

    [Fact]
    public async Task ScoreAsync_UnseenTemplate_GrowsWithSeverityRepetitionAndVariety()
    {
        NoveltyDetector detector = Taught();
        float one = await detector.ScoreAsync(Logs.Window("a b x"));
        float twice = await detector.ScoreAsync(Logs.Window("a x x"));
        float error = await detector.ScoreAsync(Logs.Window("a b y!"));
        float two = await detector.ScoreAsync(Logs.Window("a x z"));
        Assert.InRange(one, 0.5f, 1f);
        Assert.True(twice > one, $"{twice} > {one}");
        Assert.True(two > twice, $"{two} > {twice}");
        Assert.True(error > two, $"{error} > {two}");
    }

    [Fact]
    public async Task ScoreAsync_UnseenLineWithoutSeverity_WeighsWhatItsWordsTell()
    {
        NoveltyDetector detector = Taught();
        float plain = await ScoreOf("cache line 7 corrected", LogSeverity.Unspecified);
        float failure = await ScoreOf("cache line 7 failed", LogSeverity.Unspecified);
        Assert.Equal(await ScoreOf("cache line 7 corrected", LogSeverity.Error), failure);
        Assert.True(failure > 1.5 * plain, $"{failure} > 1.5 x {plain}");
        Assert.Equal(await ScoreOf("cache line 7 corrected", LogSeverity.Information), await ScoreOf("cache line 7 failed", LogSeverity.Information));

        Task<float> ScoreOf(string template, LogSeverity severity) =>
            detector.ScoreAsync(new LogWindow(WindowKind.Count, new[] { Logs.Log(template, 1, severity: severity) }));
    }

    [Fact]
    public async Task ScoreAsync_LogFullOfSingletons_FindsAnotherOneLessStrange()
    {
        NoveltyDetector varied = new(new NoveltyOptions());
        foreach (int i in Enumerable.Range(0, 10))
        {
            varied.Learn(Logs.Window(string.Join(' ', Enumerable.Range(0, 10).Select(k => i % 2 == 0 ? "a" : $"once{i}x{k}"))));
        }

        float there = await varied.ScoreAsync(Logs.Window("new"));
        float elsewhere = await Taught().ScoreAsync(Logs.Window("new"));
        Assert.True(there < elsewhere / 2, $"{there} < {elsewhere} / 2");
    }

    [Fact]
    public void Collect_UnseenTemplates_NamesTheLinesStrongestFirst()
    {
        Evidence[] evidence = Taught().Evidence(Logs.Window("a x b y! x", firstLine: 50));
        Assert.Equal(["y!", "x"], evidence.Select(piece => piece.Template.Text));
        Assert.Equal([51L, 54L], evidence[1].Lines.Select(log => log.Line.LineId));
        Assert.Equal((EvidenceKind.UnseenTemplate, "novelty", 2.0), (evidence[1].Kind, evidence[1].Detector, evidence[1].Observed));
    }

    [Fact]
    public async Task Learn_MoreTemplatesThanAllowed_ForgetsTheRarest()
    {
        NoveltyDetector detector = new(new NoveltyOptions { MaxTemplates = 100 });
        detector.Learn(Logs.Window(Logs.Repeat("often", 50)));
        detector.Learn(Logs.Window(string.Join(' ', Enumerable.Range(0, 150).Select(i => $"rare{i}"))));
        Assert.Equal(0, await detector.ScoreAsync(Logs.Window("often")));
        Assert.True(await detector.ScoreAsync(Logs.Window("rare0 rare1 rare2 rare3")) > 0);
    }

    [Fact]
    public void DetectWithNovelty_BadOption_NamesValueRuleAndFix()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().DetectWithNovelty(new NoveltyOptions { MaxTemplates = 5 }));
        Assert.StartsWith("MaxTemplates is 5; it must be 100 to 10000000. The default is 100000.", error.Message, StringComparison.Ordinal);
    }

    private static NoveltyDetector Taught()
    {
        NoveltyDetector detector = new(new NoveltyOptions());
        foreach (int _ in Enumerable.Range(0, 20))
        {
            detector.Learn(Logs.Window(Logs.Repeat("a b", 25)));
        }

        return detector;
    }
}
