using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Pipeline;

public class EarlyReportsTests
{
    private static readonly string[] Normal = ["open", "read", "write", "close"];

    [Fact]
    public async Task DetectAsync_OpenSessionWithAnUnseenLine_IsReportedOnceEarlyAndRevised()
    {
        List<Detection> detections = await DetectAsync("open", "crash!", "read", "write", "read", "write", "read", "write", "close");
        Assert.Equal(
            [(true, false, true, 4), (false, true, true, 9)],
            detections.Select(detection => (detection.IsEarly, detection.RevisesEarly, detection.IsAnomaly, detection.Window.Count)));
        Assert.Equal("crash!", detections[0].Evidence[0].Template.Text);
    }

    [Fact]
    public async Task DetectAsync_OpenSessionThatLacksLinesSoFar_IsNotReportedEarly()
    {
        Detection detection = Assert.Single(await DetectAsync(Normal));
        Assert.Equal((false, false, DetectionLabel.Normal), (detection.IsEarly, detection.RevisesEarly, detection.Label));
    }

    [Fact]
    public async Task DetectAsync_EarlyLooks_NeitherCountNorTeach()
    {
        using AnomalyDetector detector = await LearnedAsync(null);
        PipelineCounts before = detector.Counts;
        await AnomalyDetectorTests.Detect(detector, Session("open", "crash!", "read", "write"));
        Assert.Equal((1, 1), (detector.Counts.Windows - before.Windows, detector.Counts.Anomalies));
    }

    [Fact]
    public async Task DetectAsync_EarlyReportSaved_IsRevisedAfterTheRestart()
    {
        using AnomalyDetector first = await LearnedAsync(null);
        using var state = new MemoryStream();
        await foreach (Detection detection in first.DetectAsync(new SilentSource()))
        {
            Assert.True(detection.IsEarly);
            await first.SaveStateAsync(state);
            break;
        }

        using AnomalyDetector second = Create(null).Build();
        state.Position = 0;
        await second.LoadStateAsync(state);
        Assert.Equal(4, second.Positions["app"]);
        Detection last = Assert.Single(await AnomalyDetectorTests.Detect(second, new ListSource([LogLine.FromText("close blk_1", 9)])));
        Assert.Equal((false, true, true), (last.IsEarly, last.RevisesEarly, last.IsAnomaly));
    }

    [Fact]
    public async Task GroupIncidents_EarlyReports_NeverSayThatTheyReplaceOneThatDidNotCome()
    {
        using AnomalyDetector detector = await LearnedAsync(builder => builder.GroupIncidents());
        string[] words = ["open", "crash!", "read", "write", "read", "write", "close"];
        List<Detection> detections = await AnomalyDetectorTests.Detect(
            detector, ListSource.Of("app", words.SelectMany(word => new[] { $"{word} blk_1", $"{word} blk_2", $"{word} blk_3" })));
        Assert.Equal(
            ["True False 1", "False True ", "False False 3"],
            detections.Select(detection => FormattableString.Invariant($"{detection.IsEarly} {detection.RevisesEarly} {detection.Incident?.Count}")));
        Assert.Same(detections[0].Window.SessionKey, detections[1].Window.SessionKey);
    }

    [Fact]
    public async Task RunAsync_EarlyReport_ReachesTheSinkWithItsRevision()
    {
        var received = new List<Detection>();
        using AnomalyDetector detector = await LearnedAsync(builder => builder.From(Session("open", "crash!", "read", "write")).EmitTo(received.Add));
        await detector.RunAsync();
        Assert.Equal([(true, false), (false, true)], received.Select(detection => (detection.IsEarly, detection.RevisesEarly)));
    }

    /// <summary>A session that stays open.</summary>
    private sealed class SilentSource : ILogSource
    {
        public async IAsyncEnumerable<LogLine> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (LogLine line in Session("open", "crash!", "read", "write").ReadAsync(cancellationToken))
            {
                yield return line;
            }

            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    private static ListSource Session(params string[] words) => ListSource.Of("app", words.Select(word => $"{word} blk_1"));

    private static async Task<List<Detection>> DetectAsync(params string[] words)
    {
        using AnomalyDetector detector = await LearnedAsync(null);
        return await AnomalyDetectorTests.Detect(detector, Session(words));
    }

    private static AnomalyDetectorBuilder Create(Action<AnomalyDetectorBuilder>? configure)
    {
        AnomalyDetectorBuilder builder = new AnomalyDetectorBuilder().ParseWith(_ => new WordParser())
            .WindowBySession(SessionKeys.Matching(@"blk_\d+"), earlyAfter: 2).DetectWithNovelty().DetectWithCounts().DetectWithOrder();
        configure?.Invoke(builder);
        return builder;
    }

    private static async Task<AnomalyDetector> LearnedAsync(Action<AnomalyDetectorBuilder>? configure)
    {
        AnomalyDetector detector = Create(configure).Build();
        await detector.LearnAsync(ListSource.Of("app", Enumerable.Range(0, 200).SelectMany(i => Normal.Select(word => $"{word} blk_{i}"))));
        return detector;
    }
}
