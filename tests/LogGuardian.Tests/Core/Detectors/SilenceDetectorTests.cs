using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Detectors;

public class SilenceDetectorTests
{
    [Fact]
    public async Task ScoreAsync_SessionWithoutWhatAllHave_IsStrangeAndNamesIt()
    {
        SilenceDetector detector = Sessions();
        LogWindow lacking = Logs.Window("open read", kind: WindowKind.Session);
        Assert.True(await detector.ScoreAsync(lacking) > 0.9);
        Evidence evidence = detector.Evidence(lacking).First(piece => piece.After is null);
        Assert.Equal((EvidenceKind.MissingEvent, "silence", "close", 0), (evidence.Kind, evidence.Detector, evidence.Template.Text, evidence.Lines.Count));
        Assert.Equal(1, evidence.Expected);
    }

    [Fact]
    public async Task ScoreAsync_SessionWithoutWhatSomeHave_IsNormal()
    {
        Assert.Equal(0, await Sessions().ScoreAsync(Logs.Window("open close", kind: WindowKind.Session)));
        Assert.Equal(0, await Sessions().ScoreAsync(Logs.Window("open read read close extra", kind: WindowKind.Session)));
    }

    [Fact]
    public async Task ScoreAsync_TemplateThatSupersedesSeveral_StandsForAllOfThem()
    {
        LogTemplate general = new(new TemplateId(77), "<*>") { Supersedes = [Logs.Template("open").Id, Logs.Template("close").Id] };
        LogWindow window = new(WindowKind.Session, new[] { new ParsedLog(LogLine.FromText("x"), default, general, default) });
        Assert.DoesNotContain(Sessions().Evidence(window), piece => piece.After is null);
        Assert.True(await Sessions().ScoreAsync(Logs.Window("read", kind: WindowKind.Session)) > 0.9);
    }

    [Fact]
    public async Task ScoreAsync_AnswerThatDoesNotFollow_IsStrangeAndNamesTheRequest()
    {
        SilenceDetector detector = Requests();
        Assert.InRange(await detector.ScoreAsync(Mixed(200)), 0, 0.5f);
        LogWindow unanswered = Mixed(400, drop: 30);
        Assert.True(await detector.ScoreAsync(unanswered) > 0.9);
        Evidence evidence = detector.Evidence(unanswered).Single(piece => piece is { Kind: EvidenceKind.MissingEvent, Template.Text: "answer", After.Text: "request" });
        Assert.Equal((6.0, 1), (evidence.Observed, evidence.Lines.Count));
        Assert.Equal("request", evidence.Lines[0].Template.Text);
    }

    [Fact]
    public async Task ScoreAsync_RequestAtTheEndOfTheWindow_MayStillBeAnswered()
    {
        LogWindow whole = Mixed(200);
        Assert.Equal("request", whole.Lines.Span[^6].Template.Text);
        Assert.InRange(await Requests().ScoreAsync(new LogWindow(WindowKind.Count, whole.Lines[..^5])), 0, 0.5f);
    }

    [Theory]
    [InlineData(40, false, 1, 9)]
    [InlineData(40, true, 0, 0.5f)]
    [InlineData(400, true, 0, 0.5f)]
    public async Task ScoreAsync_BusierSource_LeavesAnAnswerItsTime(int lines, bool isAnswered, float least, float most)
    {
        SilenceDetector detector = new(new SilenceOptions());
        foreach (int _ in Enumerable.Range(0, 60))
        {
            detector.Learn(Busy(40, isAnswered: true));
        }

        Assert.InRange(await detector.ScoreAsync(Busy(lines, isAnswered)), least, most);
    }

    [Fact]
    public async Task ScoreAsync_HeartbeatThatStays_IsReportedAcrossWindowsUntilItIsGone()
    {
        SilenceDetector detector = Beating();
        Assert.InRange(await detector.ScoreAsync(Minute(60, beats: true)), 0, 0.1f);
        Assert.InRange(await detector.ScoreAsync(Minute(61, beats: true)), 0, 0.1f);
        LogWindow silent = Minute(62, beats: false);
        LogWindow longer = Minute(63, beats: false);
        float first = await detector.ScoreAsync(silent);
        Assert.True(first > 0.9, $"{first}");
        Assert.Equal(first, await detector.ScoreAsync(silent));
        Assert.True(await detector.ScoreAsync(longer) > first);
        Evidence evidence = detector.Evidence(longer).Single(piece => piece.Kind == EvidenceKind.Silence);
        Assert.Equal((EvidenceKind.Silence, "beat", "s"), (evidence.Kind, evidence.Template.Text, evidence.Unit));
        Assert.InRange(evidence.Observed, 100, 130);
        Assert.InRange(evidence.Expected, 14, 17);

        Evidence[][] later = [.. Enumerable.Range(64, 10).Select(minute => detector.Evidence(Minute(minute, beats: false)))];
        Assert.DoesNotContain(later[^1], piece => piece.Kind == EvidenceKind.Silence);
    }

    [Fact]
    public async Task ScoreAsync_BreakOfHours_IsNoSilence() => Assert.InRange(await Beating().ScoreAsync(Minute(60 * 24, beats: true)), 0, 0.1f);

    [Fact]
    public void Collect_IrregularTemplate_MayStayAway()
    {
        SilenceDetector detector = new(new SilenceOptions());
        foreach (int minute in Enumerable.Range(0, 60))
        {
            detector.Learn(Window([.. Enumerable.Range(0, 60).Select(at => (at * at * (minute + 3) % 47 < 3 ? "odd" : "work", (double)at))], minute));
        }

        Evidence[] evidence = detector.Evidence(Window([.. Enumerable.Range(0, 60).Select(at => ("work", (double)at))], 60));
        Assert.DoesNotContain(evidence, piece => piece.Kind == EvidenceKind.Silence);
    }

    [Fact]
    public async Task ScoreAsync_LittleLearnedOrShortRest_IsZero()
    {
        SilenceDetector young = new(new SilenceOptions());
        young.Learn(Logs.Window("a b c"));
        Assert.Equal(0, await young.ScoreAsync(Logs.Window("a")));
        Assert.Equal(0, await Requests().ScoreAsync(Logs.Window("work work")));
    }

    [Fact]
    public async Task Learn_MoreTemplatesThanAllowed_FollowsTheFirstOnes()
    {
        SilenceDetector detector = new(new SilenceOptions { MaxTemplates = 64 });
        foreach (int i in Enumerable.Range(0, 200))
        {
            detector.Learn(Logs.Window($"open once{i} close", kind: WindowKind.Session));
        }

        using var state = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(state))
        {
            detector.SaveState(writer);
        }

        using var json = System.Text.Json.JsonDocument.Parse(state.ToArray());
        Assert.Equal(64, json.RootElement.GetProperty("templates").EnumerateObject().Count());
        Assert.True(await detector.ScoreAsync(Logs.Window("open", kind: WindowKind.Session)) > 0.7);
    }

    [Fact]
    public async Task LoadState_OfASavedDetector_ScoresAndLearnsAsItDid()
    {
        SilenceDetector saved = Beating();
        foreach (LogWindow window in Enumerable.Range(0, 60).Select(_ => Mixed(200)))
        {
            saved.Learn(window);
        }

        SilenceDetector restored = new SilenceDetector(new SilenceOptions()).From(saved);
        foreach (LogWindow window in (LogWindow[])[Minute(60, true), Minute(61, false), Minute(62, false), Mixed(200, drop: 20), Logs.Window("x", kind: WindowKind.Session)])
        {
            Assert.Equal(await saved.ScoreAsync(window), await restored.ScoreAsync(window));
            saved.Learn(window);
            restored.Learn(window);
        }
    }

    [Fact]
    public async Task DetectWithSilence_InAPipeline_ReportsTheMissingEvent()
    {
        static IEnumerable<string> Lines(int jobs, int broken) => Enumerable.Range(0, jobs).SelectMany(job =>
            (string[])[$"job=j{job}x started", $"job=j{job}x read input", .. job == broken ? Array.Empty<string>() : [$"job=j{job}x wrote output"]]);
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWithTemplates().WindowBySession(SessionKeys.Matching(@"job=(\w+)")).DetectWithSilence().ExplainWithEvidence().Build();
        await detector.LearnAsync(ListSource.Of("app", Lines(2000, -1)));
        var anomalies = new List<Detection>();
        await foreach (Detection detection in detector.DetectAsync(ListSource.Of("app", Lines(100, 40))))
        {
            if (detection.IsAnomaly)
            {
                anomalies.Add(detection);
            }
        }

        Detection anomaly = Assert.Single(anomalies);
        Assert.Equal("j40x", anomaly.Window.SessionKey);
        Assert.Contains("wrote output\" did not", anomaly.Explanation!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void DetectWithSilence_BadOption_NamesValueRuleAndFix()
    {
        static string Message(SilenceOptions options) => Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().DetectWithSilence(options)).Message;
        Assert.StartsWith("WithinLines is 0; it must be 1 to 100. The default is 10.", Message(new SilenceOptions { WithinLines = 0 }), StringComparison.Ordinal);
        Assert.StartsWith("Within is -00:00:01; it must be 00:00:00 to 01:00:00. The default is 00:00:02.", Message(new SilenceOptions { Within = TimeSpan.FromSeconds(-1) }), StringComparison.Ordinal);
        Assert.StartsWith("MaxTemplates is 1; it must be 64 to 1000000. The default is 4096.", Message(new SilenceOptions { MaxTemplates = 1 }), StringComparison.Ordinal);
    }

    /// <summary>A thousand sessions that open and close, most of which read.</summary>
    private static SilenceDetector Sessions()
    {
        SilenceDetector detector = new(new SilenceOptions());
        foreach (int i in Enumerable.Range(0, 1000))
        {
            detector.Learn(Logs.Window(i % 5 == 0 ? "open close" : "open read close", kind: WindowKind.Session));
        }

        return detector;
    }

    private static SilenceDetector Requests()
    {
        SilenceDetector detector = new(new SilenceOptions());
        foreach (int _ in Enumerable.Range(0, 60))
        {
            detector.Learn(Mixed(200));
        }

        return detector;
    }

    /// <summary>Lines without times; one in ten is a request that is answered four lines later, unless it is the one at a place within each 60 lines.</summary>
    private static LogWindow Mixed(int lines, int drop = -1) => new(WindowKind.Count, Enumerable.Range(0, lines).Select(i => Logs.Log(
        (i % 10) switch { 4 => "request", 8 when i / 10 * 10 % 60 != drop => "answer", _ => $"work{i * i % 7}" }, i + 1)).ToArray());

    /// <summary>Ten seconds with so many lines in each. Every two seconds there is a request, and its answer, if any, a second later.</summary>
    private static LogWindow Busy(int lines, bool isAnswered) => Window(
        [.. Enumerable.Range(0, 10 * lines).Select(i => ((i % (2 * lines)) switch { 0 => "request", var at when at == lines && isAnswered => "answer", _ => "work" }, (double)i / lines))], 0);

    /// <summary>An hour with a beat every 15 seconds.</summary>
    private static SilenceDetector Beating()
    {
        SilenceDetector detector = new(new SilenceOptions());
        foreach (int minute in Enumerable.Range(0, 60))
        {
            detector.Learn(Minute(minute, beats: true));
        }

        return detector;
    }

    private static LogWindow Minute(int minute, bool beats) =>
        Window([.. Enumerable.Range(0, 60).Select(at => (beats && at % 15 == 7 ? "beat" : $"work{at * (minute + 1) % 5}", (double)at))], minute);

    private static LogWindow Window((string Template, double At)[] lines, int minute) => new(
        WindowKind.Time, lines.Select((line, i) => Logs.Log(line.Template, i + 1, second: (60.0 * minute) + line.At)).ToArray());
}
