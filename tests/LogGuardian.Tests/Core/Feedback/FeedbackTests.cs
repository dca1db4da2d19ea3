using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Feedback;

/// <summary>What a user says of windows.</summary>
public class FeedbackTests
{
    private const string Usual = "a a b a c";
    private static readonly LogWindow Strange = Logs.Window("a a x b a c y!");

    [Fact]
    public async Task MarkNormal_StrangeWindow_IsNormalAtOnce()
    {
        using AnomalyDetector detector = await LearnedAsync();
        Assert.True((await DetectAsync(detector, Strange)).IsAnomaly);
        await detector.MarkNormalAsync(Strange);
        Detection detection = await DetectAsync(detector, Strange);
        Assert.Equal(DetectionLabel.Normal, detection.Label);
        Assert.True(detection.Score < detection.Threshold);
        Assert.Empty(detection.Evidence);
    }

    [Fact]
    public async Task MarkNormal_WindowStrangeForTheSameReasons_IsNormal()
    {
        using AnomalyDetector detector = await LearnedAsync();
        LogWindow similar = Logs.Window("a x b a c a y!");
        Assert.True((await DetectAsync(detector, similar)).IsAnomaly);
        await detector.MarkNormalAsync(Strange);
        Assert.False((await DetectAsync(detector, similar)).IsAnomaly);
        Assert.True((await DetectAsync(detector, Logs.Window("a a x b a c z! z!"))).IsAnomaly);
    }

    [Fact]
    public async Task MarkNormal_DetectorThatDoesNotLearn_IsOverruled()
    {
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWith(_ => new WordParser()).WindowByCount(5)
            .DetectWith(_ => new Stubborn()).WithLearning(new LearningOptions { ContinueOnNormal = false }).Build();
        await detector.LearnWindowsAsync(Enumerable.Repeat(Logs.Window(Usual), 20).ToAsyncEnumerable());
        Assert.True((await DetectAsync(detector, Logs.Window("q a a"))).IsAnomaly);
        await detector.MarkNormalAsync(Logs.Window("q a a"));
        Assert.False((await DetectAsync(detector, Logs.Window("q c c c b"))).IsAnomaly);
        Assert.True((await DetectAsync(detector, Logs.Window("q q q q q"))).IsAnomaly);
        Assert.True((await DetectAsync(detector, Logs.Window("w a a"))).IsAnomaly);
    }

    [Fact]
    public async Task MarkAnomaly_NormalWindow_IsAnAnomalyAtOnceAndSaysWhy()
    {
        using AnomalyDetector detector = await LearnedAsync();
        LogWindow window = Logs.Window("a b b b b c");
        await detector.MarkNormalAsync(window);
        Assert.False((await DetectAsync(detector, window)).IsAnomaly);
        await detector.MarkAnomalyAsync(window);
        Detection detection = await DetectAsync(detector, window);
        Assert.True(detection.IsAnomaly);
        Assert.True(detection.Score >= detection.Threshold);
        Assert.Equal((EvidenceKind.MarkedAnomaly, "feedback", (DateTimeOffset?)Logs.Start), (detection.Evidence[0].Kind, detection.Evidence[0].Detector, detection.Evidence[0].MarkedAt));
        Assert.False((await DetectAsync(detector, Logs.Window(Usual))).IsAnomaly);
        Explanation explanation = Assert.IsType<Explanation>(detection.Explanation);
        Assert.StartsWith("The window looks like the one that was marked as an anomaly on 2026-03-01: \"", explanation.Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task MarkAnomaly_ThenNormal_TheLaterOneCounts()
    {
        using AnomalyDetector detector = await LearnedAsync();
        await detector.MarkAnomalyAsync(Logs.Window(Usual));
        Assert.True((await DetectAsync(detector, Logs.Window(Usual))).IsAnomaly);
        await detector.MarkNormalAsync(Logs.Window(Usual));
        Assert.False((await DetectAsync(detector, Logs.Window(Usual))).IsAnomaly);
    }

    [Fact]
    public async Task MarkAnomaly_AlikeWindowWithTheTellingTemplate_IsAnAnomaly()
    {
        using AnomalyDetector detector = await LearnedAsync();
        await detector.MarkNormalAsync(Logs.Window("a a b a c d"));
        await detector.MarkAnomalyAsync(Logs.Window("a a b a c d"));
        Assert.True((await DetectAsync(detector, Logs.Window("a b a a c c d"))).IsAnomaly);
        Assert.False((await DetectAsync(detector, Logs.Window("a b a a c"))).IsAnomaly);
    }

    [Fact]
    public async Task LoadState_Marks_ScoreTheSame()
    {
        using AnomalyDetector detector = await LearnedAsync();
        await detector.MarkNormalAsync(Strange);
        await detector.MarkAnomalyAsync(Logs.Window("a b b b b c"));
        using var state = new MemoryStream();
        await detector.SaveStateAsync(state);
        using AnomalyDetector restored = Build();
        state.Position = 0;
        await restored.LoadStateAsync(state);
        foreach (LogWindow window in new[] { Strange, Logs.Window("a b b b b c"), Logs.Window("b b a b b c"), Logs.Window("a x z") })
        {
            Detection expected = await DetectAsync(detector, window);
            Detection actual = await DetectAsync(restored, window);
            Assert.Equal((expected.Score, expected.Label, expected.Evidence.Count), (actual.Score, actual.Label, actual.Evidence.Count));
        }

        Assert.True((await DetectAsync(restored, Logs.Window("a b b b b c"))).IsAnomaly);
    }

    [Fact]
    public async Task Mark_MoreThanAreKept_ForgetsTheFirst()
    {
        using AnomalyDetector detector = await LearnedAsync();
        LogWindow first = Logs.Window(Usual);
        await detector.MarkAnomalyAsync(first);
        Assert.True((await DetectAsync(detector, first)).IsAnomaly);
        for (int i = 0; i < 256; i++)
        {
            await detector.MarkAnomalyAsync(Logs.Window($"only{i} once{i}"));
        }

        Assert.False((await DetectAsync(detector, first)).IsAnomaly);
    }

    private static AnomalyDetector Build() => new AnomalyDetectorBuilder()
        .ParseWith(_ => new WordParser()).WindowByCount(5).DetectWithNovelty().DetectWithCounts().DetectWithOrder().ExplainWithEvidence()
        .WithTimeProvider(new Fixed()).WithLearning(new LearningOptions { ContinueOnNormal = false, FollowSuccessors = false }).Build();

    private static async Task<AnomalyDetector> LearnedAsync()
    {
        AnomalyDetector detector = Build();
        await detector.LearnWindowsAsync(Enumerable.Range(0, 200).Select(i => Logs.Window(i % 2 == 0 ? Usual : "a b a a c")).ToAsyncEnumerable());
        return detector;
    }

    private static async Task<Detection> DetectAsync(AnomalyDetector detector, LogWindow window) =>
        (await detector.DetectWindowsAsync(new[] { window }.ToAsyncEnumerable()).ToArrayAsync())[0];

    private sealed class Fixed : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Logs.Start;
    }

    /// <summary>Takes any line of q or w for an anomaly, whatever it is told.</summary>
    private sealed class Stubborn : IDetector
    {
        public string Name => "stubborn";

        public ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default)
        {
            for (int i = 0; i < windows.Length; i++)
            {
                scores.Span[i] = Suspects(windows.Span[i]).Length > 0 ? 10 : 0;
            }

            return ValueTask.CompletedTask;
        }

        public void Learn(LogWindow window)
        {
        }

        public void Collect(LogWindow window, ICollection<Evidence> evidence)
        {
            ParsedLog[] suspects = Suspects(window);
            evidence.Add(new Evidence
            {
                Kind = EvidenceKind.UnusualCount,
                Detector = Name,
                Template = suspects[0].Template,
                Lines = suspects,
                Strength = 1,
                Observed = suspects.Length,
            });
        }

        private static ParsedLog[] Suspects(LogWindow window) => [.. window.Lines.ToArray().Where(log => log.Template.Text is "q" or "w")];
    }
}
