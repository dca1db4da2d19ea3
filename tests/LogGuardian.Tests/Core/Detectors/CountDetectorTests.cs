using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Detectors;

public class CountDetectorTests
{
    [Fact]
    public async Task ScoreAsync_WindowLikeALearnedOne_IsZero()
    {
        Assert.Equal(0, await Taught().ScoreAsync(Logs.Window(Logs.Repeat("b a", 10))), 3);
    }

    [Fact]
    public async Task ScoreAsync_TemplateFarMoreOften_IsTheDistanceToTheNearest()
    {
        // The nearest normal window has 10 a and 10 b; here are 10 a and 84 b. No two normal windows of one mix differ, those of two differ in both.
        CountWeight weight = CountWeight.Of(10, 10, 1);
        float score = await Taught().ScoreAsync(Logs.Window(Logs.Repeat("a", 10) + " " + Logs.Repeat("b", 84)));
        double units = weight.Change * Math.Log2(85.0 / 11) / Math.Log(12);
        Assert.InRange(score, 1 + Math.Log(0.9 * units), 1 + Math.Log(1.1 * units));
    }

    [Fact]
    public async Task ScoreAsync_OneTemplateMissing_CountsForMoreThanOneThatVaries()
    {
        CountDetector detector = new(new CountOptions(), seed: 1);
        foreach (int i in Enumerable.Range(0, 60))
        {
            detector.Learn(Logs.Window("open close " + Logs.Repeat("read", 1 + (i % 6)), kind: WindowKind.Session));
        }

        float missing = await detector.ScoreAsync(Logs.Window("open read read", kind: WindowKind.Session));
        float longer = await detector.ScoreAsync(Logs.Window("open close " + Logs.Repeat("read", 9), kind: WindowKind.Session));
        Assert.True(missing > 1, $"missing {missing}");
        Assert.InRange(longer, 0.01f, 0.5f);
    }

    [Fact]
    public async Task SaveState_Loaded_ScoresAsTheOneThatWasSaved()
    {
        CountDetector saved = new(new CountOptions { MaxReferences = 16 }, seed: 1);
        foreach (int i in Enumerable.Range(1, 100))
        {
            saved.Learn(Logs.Window(Logs.Repeat("a", 1 + (i % 9)) + " " + Logs.Repeat("b", 1 + (i * 7 % 40)), kind: WindowKind.Session));
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            saved.SaveState(writer);
        }

        CountDetector restored = new(new CountOptions { MaxReferences = 16 }, seed: 1);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        restored.LoadState(document.RootElement, saved.StateVersion);
        foreach (string templates in (string[])["a b", "a a a", "b c", "a a b b b b b b b b b b b d d"])
        {
            LogWindow window = Logs.Window(templates, kind: WindowKind.Session);
            float score = await saved.ScoreAsync(window);
            Assert.NotEqual(0, score);
            Assert.Equal(score, await restored.ScoreAsync(window), 3);
        }
    }

    [Fact]
    public async Task LoadState_FirstVersion_WeighsAnew()
    {
        CountDetector saved = new(new CountOptions(), seed: 1);
        foreach (int i in Enumerable.Range(0, 60))
        {
            saved.Learn(Logs.Window("open close " + Logs.Repeat("read", 1 + (i % 6)), kind: WindowKind.Session));
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            saved.SaveState(writer);
        }

        // The first version knew neither weights nor what they come from.
        JsonObject section = JsonNode.Parse(buffer.WrittenSpan)!.AsObject();
        Assert.True(section.Remove("weighedAt") && section.Remove("unit") && section.Remove("windows") && section.Remove("weights"));
        Assert.All(section["templates"]!.AsArray(), template => Assert.True(template!.AsObject().Remove("differences")));
        using var document = JsonDocument.Parse(section.ToJsonString());
        CountDetector restored = new(new CountOptions(), seed: 1);
        restored.LoadState(document.RootElement, 1);
        float ordinary = await restored.ScoreAsync(Logs.Window("open close read read", kind: WindowKind.Session));
        float missing = await restored.ScoreAsync(Logs.Window("open read read", kind: WindowKind.Session));
        Assert.InRange(ordinary, 0, 0.5f);
        Assert.True(missing > ordinary, $"ordinary {ordinary}, missing {missing}");
    }

    [Fact]
    public void LoadState_OtherNumberOfWeights_IsRefused()
    {
        const string Damaged = """{"longest":1,"learned":1,"weighedAt":1,"unit":1,"windows":[],"weights":[1,2],"templates":[],"references":[]}""";
        using var document = JsonDocument.Parse(Damaged);
        var error = Assert.Throws<JsonException>(() => new CountDetector(new CountOptions(), seed: 1).LoadState(document.RootElement, 2));
        Assert.Equal("There are 2 weights of counts; there must be three for each of 0 templates and three more. Learn again.", error.Message);
    }

    [Fact]
    public async Task ScoreAsync_SecondKindOfNormal_IsAsNormalAsTheFirst()
    {
        CountDetector detector = Taught();
        Assert.Equal(0, await detector.ScoreAsync(Logs.Window(Logs.Repeat("a a a a b", 4))), 3);
        Assert.Equal(0, await detector.ScoreAsync(Logs.Window(Logs.Repeat("a b", 10))), 3);
    }

    [Fact]
    public async Task ScoreAsync_TemplateThatSupersedesKnownOnes_TakesTheirCounts()
    {
        CountDetector detector = Taught();
        LogTemplate general = new(new TemplateId(77), "<*>") { Supersedes = [Logs.Template("a").Id, Logs.Template("b").Id, Logs.Template("z").Id] };
        Assert.Equal(0, await detector.ScoreAsync(Window(20)), 3);
        Assert.True(await detector.ScoreAsync(Window(400)) > 1);
        Assert.Equal(("<*>", 26.0), detector.Evidence(Window(400)).Select(piece => (piece.Template.Text, piece.Expected)).Single());

        LogWindow Window(int lines) => new(WindowKind.Session, Enumerable.Range(1, lines).Select(i => new ParsedLog(LogLine.FromText("x", i), default, general, default)).ToArray());
    }

    [Fact]
    public async Task ScoreAsync_ShortRestOfTheStream_IsNotStrangeForBeingShort()
    {
        CountDetector detector = Taught();
        Assert.Equal(0, await detector.ScoreAsync(Logs.Window("a a a")));
        Assert.InRange(await detector.ScoreAsync(Logs.Window(Logs.Repeat("a b", 8))), 0, 0.05f);
    }

    [Fact]
    public void Collect_MissingAndExcessive_NamesWhatWasExpected()
    {
        Evidence[] evidence = Taught().Evidence(Logs.Window(Logs.Repeat("b", 20), firstLine: 7));
        Assert.Equal(["a", "b"], evidence.Select(piece => piece.Template.Text));
        Evidence missing = evidence.Single(piece => piece.Template.Text == "a");
        Evidence excessive = evidence.Single(piece => piece.Template.Text == "b");
        Assert.Equal((EvidenceKind.UnusualCount, 0.0, 10.0, 0), (missing.Kind, missing.Observed, missing.Expected, missing.Lines.Count));
        Assert.Equal((20.0, 10.0, 10), (excessive.Observed, excessive.Expected, excessive.Lines.Count));
        Assert.Equal(7, excessive.Lines[0].Line.LineId);
    }

    [Fact]
    public async Task Learn_MoreWindowsThanReferences_KeepsWorkingWithinTheBound()
    {
        CountDetector detector = new(new CountOptions { MaxReferences = 16 }, seed: 1);
        foreach (int i in Enumerable.Range(1, 200))
        {
            detector.Learn(Logs.Window(Logs.Repeat("a", 1 + (i % 40)) + " " + Logs.Repeat("b", 1 + (i * 7 % 40)), kind: WindowKind.Session));
        }

        Assert.InRange(await detector.ScoreAsync(Logs.Window(Logs.Repeat("a b", 20), kind: WindowKind.Session)), 0, 0.5f);
        Assert.InRange(await detector.ScoreAsync(Logs.Window(Logs.Repeat("a", 4000), kind: WindowKind.Session)), 1f, 10f);
    }

    [Fact]
    public void DetectWithCounts_BadOption_NamesValueRuleAndFix()
    {
        var references = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().DetectWithCounts(new CountOptions { MaxReferences = 1 }));
        Assert.StartsWith("MaxReferences is 1; it must be 16 to 65536. The default is 2048.", references.Message, StringComparison.Ordinal);
        var templates = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().DetectWithCounts(new CountOptions { MaxTemplates = 1 }));
        Assert.StartsWith("MaxTemplates is 1; it must be 64 to 1000000. The default is 8192.", templates.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learn_OtherMixesForLong_ForgetsTheOldOnes()
    {
        var random = new Random(5);
        LogWindow Mix(string one, string other) => Logs.Window($"{Logs.Repeat(one, random.Next(60))} c {Logs.Repeat(other, random.Next(60))}", kind: WindowKind.Session);
        CountDetector detector = new(new CountOptions { MaxReferences = 32 }, seed: 1);
        foreach (int _ in Enumerable.Range(0, 6_000))
        {
            detector.Learn(Mix("a", "b"));
        }

        foreach (int _ in Enumerable.Range(0, 1_000))
        {
            detector.Learn(Mix("d", "e"));
        }

        double old = 0;
        double recent = 0;
        foreach (int _ in Enumerable.Range(0, 50))
        {
            old += await detector.ScoreAsync(Mix("a", "b"));
            recent += await detector.ScoreAsync(Mix("d", "e"));
        }

        Assert.True(old > 2 * recent, $"{old} > 2 x {recent}");
    }

    private static CountDetector Taught()
    {
        CountDetector detector = new(new CountOptions(), seed: 1);
        foreach (int _ in Enumerable.Range(0, 5))
        {
            detector.Learn(Logs.Window(Logs.Repeat("a b", 10)));
            detector.Learn(Logs.Window(Logs.Repeat("a a a a b", 4)));
        }

        return detector;
    }
}
