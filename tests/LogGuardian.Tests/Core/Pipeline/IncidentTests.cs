using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Pipeline;

public class IncidentTests
{
    [Fact]
    public async Task GroupIncidents_Repeats_AreOneDetectionAndAnUpdateWhenTheyEnd()
    {
        List<Detection> reports = await AnomaliesAsync(new IncidentOptions { Gap = TimeSpan.FromSeconds(60) }, Stream("crash! crash! ok crash! ok ok ok ok ok ok ok"));
        Assert.Equal(["1 False 00:00:09", "3 True 00:00:39"], reports.Select(Describe));
        Assert.Equal(reports[0].Incident!.Id, reports[1].Incident!.Id);
        Assert.EndsWith("-1", reports[0].Incident!.Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GroupIncidents_RepeatAfterTheGap_IsAnotherIncident()
    {
        List<Detection> reports = await AnomaliesAsync(new IncidentOptions { Gap = TimeSpan.FromSeconds(15) }, Stream("crash! ok ok ok crash!"));
        Assert.Equal(["1 False 00:00:09", "1 False 00:00:09"], reports.Select(Describe));
        Assert.NotEqual(reports[0].Incident!.Id, reports[1].Incident!.Id);
    }

    [Fact]
    public async Task GroupIncidents_OtherEvidence_IsAnotherIncident() =>
        Assert.Equal(["1 False 00:00:09", "1 False 00:00:09", "2 True 00:00:29"], (await AnomaliesAsync(new IncidentOptions(), Stream("crash! panic! crash!"))).Select(Describe));

    [Fact]
    public async Task GroupIncidents_LongIncident_IsUpdatedMeanwhile()
    {
        List<Detection> reports = await AnomaliesAsync(new IncidentOptions { UpdateEvery = TimeSpan.FromSeconds(30) }, Stream("crash! crash! crash! crash! crash!"));
        Assert.Equal(["1 False 00:00:09", "4 False 00:00:39", "5 True 00:00:49"], reports.Select(Describe));
    }

    [Fact]
    public async Task GroupIncidents_NoTimes_CountsWindowsBetweenRepeats()
    {
        var windows = new[] { "crash!", "ok", "ok", "crash!", "ok", "ok", "ok", "crash!" }.Select((kind, i) => Untimed(kind, i)).ToList();
        using AnomalyDetector detector = await LearnedAsync(new IncidentOptions { WindowGap = 2 });
        var reports = new List<Detection>();
        await foreach (Detection detection in detector.DetectWindowsAsync(windows.ToAsyncEnumerable()))
        {
            reports.Add(detection);
        }

        Assert.Equal([(1, false), (2, true), (1, false)], reports.Where(report => report.IsAnomaly).Select(report => (report.Incident!.Count, report.Incident.HasEnded)));
        Assert.Equal(5, reports.Count(report => !report.IsAnomaly));
    }

    [Fact]
    public async Task GroupIncidents_NotAsked_ReportsEveryWindow()
    {
        using AnomalyDetector detector = await LearnedAsync(null);
        List<Detection> all = await AnomalyDetectorTests.Detect(detector, Stream("crash! crash! ok"));
        Assert.Equal([true, true, false], all.Select(detection => detection.IsAnomaly));
        Assert.All(all, detection => Assert.Null(detection.Incident));
    }

    [Fact]
    public async Task GroupIncidents_MoreThanAreKept_EndsTheOneWithoutARepeatForLongest()
    {
        string kinds = "crash0! crash0! " + string.Join(' ', Enumerable.Range(1, 256).Select(i => $"crash{i}!"));
        List<Detection> reports = await AnomaliesAsync(new IncidentOptions { Gap = TimeSpan.FromDays(1) }, Stream(kinds));
        Assert.Equal((258, 1), (reports.Count, reports.Count(report => report.Incident is { Count: 2, HasEnded: true })));
    }

    [Fact]
    public void IncidentOptions_BadValues_NameValueRuleAndFix()
    {
        AssertRefused("Gap is 00:00:00; it must be more than zero, at most 30 days. The default is 5 minutes.", new IncidentOptions { Gap = TimeSpan.Zero });
        AssertRefused("WindowGap is -1; it must be 0 to 100000. The default is 10.", new IncidentOptions { WindowGap = -1 });
        AssertRefused("UpdateEvery is 00:00:00; it must be more than zero. The default is 10 minutes.", new IncidentOptions { UpdateEvery = TimeSpan.Zero });
    }

    private static void AssertRefused(string message, IncidentOptions options) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().GroupIncidents(options)).Message, StringComparison.Ordinal);

    private static string Describe(Detection report) => $"{report.Incident!.Count} {report.Incident.HasEnded} {report.Incident.Duration}";

    /// <summary>Windows of ten lines, a line a second: normal ones, or ones that begin with a word of trouble.</summary>
    private static ListSource Stream(string kinds) => ListSource.Of("app", kinds.Split(' ').SelectMany(Texts));

    private static IEnumerable<string> Texts(string kind) => kind == "ok" ? AnomalyDetectorTests.Normal(10) : [$"{kind} now", .. AnomalyDetectorTests.Normal(10).Skip(1)];

    private static LogWindow Untimed(string kind, int index) => new(
        WindowKind.Count, Texts(kind).Select((text, i) => Logs.Log(text.Split(' ')[0], (index * 10) + i + 1, severity: text.Contains('!', StringComparison.Ordinal) ? LogSeverity.Error : LogSeverity.Information)).ToArray());

    private static async Task<AnomalyDetector> LearnedAsync(IncidentOptions? options)
    {
        AnomalyDetectorBuilder builder = AnomalyDetectorTests.Create().WithThreshold(0.5f);
        AnomalyDetector detector = (options is null ? builder : builder.GroupIncidents(options)).Build();
        await detector.LearnAsync(AnomalyDetectorTests.Source(AnomalyDetectorTests.Normal(1_000)));
        return detector;
    }

    private static async Task<List<Detection>> AnomaliesAsync(IncidentOptions options, ILogSource source)
    {
        using AnomalyDetector detector = await LearnedAsync(options);
        return [.. (await AnomalyDetectorTests.Detect(detector, source)).Where(detection => detection.IsAnomaly)];
    }
}
