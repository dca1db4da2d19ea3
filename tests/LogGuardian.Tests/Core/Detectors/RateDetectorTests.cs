using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Detectors;

public class RateDetectorTests
{
    [Fact]
    public async Task ScoreAsync_UsualRates_AreNotStrange()
    {
        RateDetector detector = Taught();
        Assert.InRange(await detector.ScoreAsync(Minute(100, a: 120, b: 12)), 0, 0.5f);
        Assert.InRange(await detector.ScoreAsync(Minute(100, a: 140, b: 9)), 0, 0.9f);
    }

    [Fact]
    public async Task ScoreAsync_BurstOfATemplate_IsStrangeAndNamesIt()
    {
        RateDetector detector = Taught();
        LogWindow burst = Minute(100, a: 120, b: 200);
        Assert.True(await detector.ScoreAsync(burst) > 1);
        Evidence evidence = detector.Evidence(burst)[0];
        Assert.Equal((EvidenceKind.UnusualRate, "rates", "b", "/min"), (evidence.Kind, evidence.Detector, evidence.Template.Text, evidence.Unit));
        Assert.InRange(evidence.Expected, 10, 14);
        Assert.InRange(evidence.Observed, 190, 230);
    }

    [Fact]
    public async Task ScoreAsync_BurstOfTenSeconds_IsFoundWithinAMinute()
    {
        LogWindow window = Window([.. Times(0, 60, 120).Select(at => ("a", at)), .. Times(20, 8, 60).Select(at => ("b", at))], minute: 100);
        Assert.True(await Taught().ScoreAsync(window) > 1);
    }

    [Fact]
    public async Task ScoreAsync_TemplateThatStops_IsADrop()
    {
        RateDetector detector = Taught();
        LogWindow drop = Minute(100, a: 0, b: 12);
        Assert.True(await detector.ScoreAsync(drop) > 1);
        Evidence evidence = detector.Evidence(drop).Single(piece => piece.Kind == EvidenceKind.UnusualRate);
        Assert.Equal(("a", 0.0, 0), (evidence.Template.Text, evidence.Observed, evidence.Lines.Count));
        Assert.Contains(detector.Evidence(drop), piece => piece.Kind == EvidenceKind.UnusualVolume);
    }

    [Fact]
    public async Task ScoreAsync_SourceOfAnotherName_IsComparedWithTheOneOfItsTemplates()
    {
        RateDetector detector = Taught();
        Assert.True(await detector.ScoreAsync(Minute(100, a: 120, b: 200, source: "today")) > 1);
        LogWindow strangers = Window([.. Times(0, 60, 500).Select(at => ("x", at))], minute: 100, source: "other");
        Assert.Equal(0, await detector.ScoreAsync(strangers));
    }

    [Fact]
    public async Task ScoreAsync_BusyHourOfTheWeek_IsUsualOnceAWeekWasLearned()
    {
        RateDetector detector = new(new RateOptions { Bucket = TimeSpan.FromMinutes(10) });
        for (int hour = 0; hour < 3 * 168; hour++)
        {
            detector.Learn(Hour(hour, lines: IsBusy(hour) ? 600 : 60));
        }

        float usual = await detector.ScoreAsync(Hour(3 * 168 + 9, lines: 600));
        float atNight = await detector.ScoreAsync(Hour(3 * 168 + 2, lines: 600));
        Assert.True(IsBusy(3 * 168 + 9) && !IsBusy(3 * 168 + 2));
        Assert.InRange(usual, 0, 0.9f);
        Assert.True(atNight > 1.5 * usual && atNight > 1, $"{atNight}, {usual}");

        static bool IsBusy(int hour) => hour % 24 is >= 8 and < 12;
        static LogWindow Hour(int hour, int lines) => Window([.. Times(0, 3600, lines).Select(at => ("a", at))], minute: hour * 60);
    }

    [Fact]
    public async Task ScoreAsync_SessionsAndLinesWithoutTime_AreZero()
    {
        RateDetector detector = Taught();
        LogWindow burst = Minute(100, a: 120, b: 200);
        Assert.Equal(0, await detector.ScoreAsync(new LogWindow(WindowKind.Session, burst.Lines, "s")));
        Assert.Equal(0, await detector.ScoreAsync(new LogWindow(WindowKind.Count, new[] { Logs.Log("a") })));
        Assert.Equal(0, await new RateDetector(new RateOptions()).ScoreAsync(burst));
    }

    [Fact]
    public async Task Learn_MoreSourcesAndTemplatesThanAllowed_KeepsWithinTheBounds()
    {
        RateDetector detector = new(new RateOptions { MaxSources = 2, MaxTemplates = 16 });
        foreach (string source in (string[])["one", "two", "three"])
        {
            foreach (int minute in Enumerable.Range(0, 20))
            {
                detector.Learn(Window([.. Times(0, 60, 60).Select((at, i) => (i % 2 == 0 ? "a" : $"rare{minute}x{i}", at))], minute, source));
            }
        }

        using var state = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(state))
        {
            detector.SaveState(writer);
        }

        using var json = System.Text.Json.JsonDocument.Parse(state.ToArray());
        Assert.Equal(["two", "three"], json.RootElement.EnumerateArray().Select(source => source.GetProperty("source").GetString()));
        Assert.All(json.RootElement.EnumerateArray(), source => Assert.InRange(source.GetProperty("rates").GetProperty("series").GetArrayLength(), 2, 17));
        Assert.True(await detector.ScoreAsync(Window([.. Times(0, 60, 900).Select(at => ("a", at))], 20, "three")) > 1);
    }

    [Fact]
    public async Task LoadState_OfASavedDetector_ScoresAndLearnsAsItDid()
    {
        RateDetector saved = Taught();
        RateDetector restored = new RateDetector(new RateOptions()).From(saved);
        foreach (int minute in Enumerable.Range(60, 5))
        {
            LogWindow window = Minute(minute, a: 60 * (minute - 59), b: 30);
            Assert.Equal(await saved.ScoreAsync(window), await restored.ScoreAsync(window));
            saved.Learn(window);
            restored.Learn(window);
        }
    }

    [Fact]
    public void LoadState_OfOtherBuckets_SaysWhatToDo()
    {
        RateDetector other = new(new RateOptions { Bucket = TimeSpan.FromMinutes(1) });
        var error = Assert.Throws<System.Text.Json.JsonException>(() => other.From(Taught()));
        Assert.Equal("The rates were learned in buckets of 00:00:10; this detector has 00:01:00. Set RateOptions.Bucket to that, or learn again.", error.Message);
    }

    [Fact]
    public async Task DetectWithRates_InAPipeline_ReportsTheBurst()
    {
        static IEnumerable<string> Lines(int minutes, int burstAt) => Enumerable.Range(0, minutes).SelectMany(minute => Times(0, 60, minute == burstAt ? 1200 : 60 + (minute % 7))
            .Select(at => $"{Logs.Start.AddMinutes(minute).AddSeconds(at):yyyy-MM-dd'T'HH:mm:ss.fff'Z'} INFO tick"));
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWithTemplates().WindowByTime(TimeSpan.FromMinutes(1)).DetectWithRates().ExplainWithEvidence().Build();
        await detector.LearnAsync(ListSource.Of("normal", Lines(60, -1)));
        var anomalies = new List<Detection>();
        await foreach (Detection detection in detector.DetectAsync(ListSource.Of("today", Lines(20, 12))))
        {
            if (detection.IsAnomaly)
            {
                anomalies.Add(detection);
            }
        }

        Detection anomaly = Assert.Single(anomalies);
        Assert.Equal(Logs.Start.AddMinutes(12), anomaly.Window.Start);
        Assert.StartsWith("The log had 1200 lines a minute (first in line ", anomaly.Explanation!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void DetectWithRates_BadOption_NamesValueRuleAndFix()
    {
        static string Message(RateOptions options) => Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().DetectWithRates(options)).Message;
        Assert.StartsWith("Bucket is 00:00:00; it must be 00:00:01 to 01:00:00. The default is 00:00:10.", Message(new RateOptions { Bucket = TimeSpan.Zero }), StringComparison.Ordinal);
        Assert.StartsWith("MaxSources is 0; it must be 1 to 100000. The default is 256.", Message(new RateOptions { MaxSources = 0 }), StringComparison.Ordinal);
        Assert.StartsWith("MaxTemplates is 1; it must be 16 to 1000000. The default is 1024.", Message(new RateOptions { MaxTemplates = 1 }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learn_TemplateThatSupersedesAnother_GoesOnWithItsRate()
    {
        RateDetector detector = Taught();
        LogTemplate wide = TemplateSymbolsTests.Superseding("wide", "a");
        Assert.Equal(await detector.ScoreAsync(Minute(60, a: 120, b: 12)), await detector.ScoreAsync(With(wide, Minute(60, a: 120, b: 12))));
        foreach (int minute in Enumerable.Range(60, 3))
        {
            detector.Learn(With(wide, Minute(minute, a: 120, b: 12)));
        }

        LogWindow burst = With(wide, Minute(63, a: 1_500, b: 12));
        Assert.True(await detector.ScoreAsync(burst) > 1);
        Assert.Equal("wide", detector.Evidence(burst).First(piece => piece.Kind == EvidenceKind.UnusualRate).Template.Text);
        Assert.InRange(await detector.ScoreAsync(With(wide, Minute(63, a: 120, b: 12))), 0, 0.9f);
    }

    /// <summary>The same with another template in place of "a".</summary>
    private static LogWindow With(LogTemplate template, LogWindow window) => new(
        window.Kind,
        window.Lines.ToArray().Select(log => log.Template.Text != "a" ? log : new ParsedLog(log.Line, log.Content, template, default) { UtcTicks = log.UtcTicks }).ToArray());

    private static RateDetector Taught()
    {
        RateDetector detector = new(new RateOptions());
        foreach (int minute in Enumerable.Range(0, 60))
        {
            detector.Learn(Minute(minute, a: 110 + (minute * 7 % 20), b: 10 + (minute % 5)));
        }

        return detector;
    }

    private static LogWindow Minute(int minute, int a, int b, string source = "app") =>
        Window([.. Times(0, 60, a).Select(at => ("a", at)), .. Times(0.5, 59, b).Select(at => ("b", at))], minute, source);

    private static IEnumerable<double> Times(double from, double seconds, int count) => Enumerable.Range(0, count).Select(i => from + (seconds * i / count));

    private static LogWindow Window((string Template, double At)[] lines, int minute, string source = "app") => new(
        WindowKind.Time, lines.OrderBy(line => line.At).Select((line, i) => Logs.Log(line.Template, i + 1, source, (60.0 * minute) + line.At)).ToArray());
}
