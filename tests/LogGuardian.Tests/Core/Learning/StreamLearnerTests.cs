using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Learning;

/// <summary>What is learned from the stream, what is not, and what is taken back.</summary>
public class StreamLearnerTests
{
    private const int Size = 20;

    [Fact]
    public async Task Detect_BatchThatMakesNormalWindowsStrange_IsDroppedBeforeItTakesEffect()
    {
        using AnomalyDetector detector = await SwitchAsync();
        List<Detection> detections = await DetectAsync(detector, [.. Many("a b", 200), "poison a", .. Many("a b", 200)]);
        Assert.Equal((1, 0), (detector.Counts.UpdatesRejected, detector.Counts.UpdatesRolledBack));
        Assert.True(detector.Counts.UpdatesAccepted > 10, $"{detector.Counts.UpdatesAccepted} > 10");
        Assert.DoesNotContain(detections, detection => detection.IsAnomaly);
    }

    [Fact]
    public async Task Detect_BatchThatMakesAReportedWindowNormal_IsDropped()
    {
        using AnomalyDetector detector = await SwitchAsync();
        List<Detection> detections = await DetectAsync(detector, [.. Many("a b", 50), "bad a", .. Many("a b", 400), "sleep a", .. Many("a b", 400), "bad b"]);
        Assert.Equal(1, detector.Counts.UpdatesRejected);
        Assert.Equal([50, 852], Anomalies(detections));
    }

    [Fact]
    public async Task Detect_BadUpdateThatShowsLate_IsRolledBack()
    {
        using AnomalyDetector detector = await SwitchAsync();
        List<Detection> detections = await DetectAsync(detector, [.. Many("a b", 200), "later a", .. Many("a b", 600), "bad a"]);
        Assert.Equal((1, 0), (detector.Counts.UpdatesRolledBack, detector.Counts.UpdatesRejected));
        int[] anomalies = Anomalies(detections);
        Assert.InRange(anomalies.Length, 2, 20);
        Assert.Equal(detections.Count - 1, anomalies[^1]);
    }

    [Fact]
    public async Task Detect_ManyAnomaliesThatTheModelBeforeWouldReportToo_AreNoReasonToRollBack()
    {
        using AnomalyDetector detector = await SwitchAsync();
        List<Detection> detections = await DetectAsync(detector, [.. Many("a b", 100), .. Many("bad a", 60), .. Many("a b", 100)]);
        Assert.Equal(0, detector.Counts.UpdatesRolledBack);
        Assert.Equal(Enumerable.Range(100, 60), Anomalies(detections));
        Assert.True(detector.Counts.WindowsQuarantined > 10);
    }

    /// <summary>The model before was not sure of anything yet, since windows like these were among those it learned last.</summary>
    [Fact]
    public async Task Detect_ManyAnomaliesThatAWiderCalibrationHides_AreNoReasonToRollBack()
    {
        using AnomalyDetector detector = Builder(builder => builder.DetectWith(_ => new SwitchDetector())).Build();
        await detector.LearnWindowsAsync(Windows([.. Many("a b", 90), .. Many("bad a", 5), .. Many("a b", 5)]));
        List<Detection> detections = await DetectAsync(detector, [.. Many("a b", 81), .. Many("bad a", 60)]);
        Assert.Equal(0, detector.Counts.UpdatesRolledBack);
        Assert.Equal(Enumerable.Range(81, 60), Anomalies(detections));
    }

    [Fact]
    public async Task Detect_DetectorThatIsAlwaysTheSame_LearnsEachWindowOnce()
    {
        var one = new SwitchDetector();
        using AnomalyDetector detector = Builder(builder => builder.DetectWith(_ => one)).Build();
        await detector.LearnWindowsAsync(Windows(Many("a b", 40)));
        await DetectAsync(detector, Many("a b", 80));
        Assert.InRange(one.Learned, 100, 120);
    }

    [Fact]
    public async Task Detect_IncidentWithinTheDay_DoesNotBecomeNormal()
    {
        using AnomalyDetector detector = await FullAsync();
        List<Detection> detections = await DetectAsync(detector, [.. Mixed(1, 60), .. Many("oops! a b c crash!", 1_500)]);
        Assert.All(detections.Skip(60), detection => Assert.True(detection.IsAnomaly));
    }

    [Fact]
    public async Task Detect_ChangeThatStays_IsAcceptedAfterTheStatedTime()
    {
        using AnomalyDetector detector = await FullAsync(new LearningOptions { AcceptChangeAfter = TimeSpan.FromMinutes(60) });
        List<Detection> detections = await DetectAsync(detector, [.. Mixed(1, 60), .. Many("oops! a b c crash!", 400)]);

        // A window takes 20 seconds.
        Assert.All(detections.Skip(60).Take(180), detection => Assert.True(detection.IsAnomaly));
        Assert.All(detections.TakeLast(100), detection => Assert.False(detection.IsAnomaly));
    }

    [Fact]
    public async Task Detect_NewHarmlessTemplateThatStays_BecomesOrdinaryWithinAFewEpochs()
    {
        using AnomalyDetector detector = await FullAsync();
        List<Detection> detections = await DetectAsync(detector, [.. Mixed(1, 60), .. Mixed(2, 300).Select(window => window + " hello")]);
        Assert.True(detections[60].Score > 1.5 * detections[^1].Score, $"{detections[60].Score} > 1.5 x {detections[^1].Score}");
        Assert.DoesNotContain(detections.TakeLast(200), detection => detection.IsAnomaly);
    }

    [Fact]
    public async Task Detect_StationaryLog_DoesNotDrift()
    {
        using AnomalyDetector detector = await FullAsync();
        await DetectAsync(detector, Mixed(7, 6_000));
        Assert.Equal((0, 0), (detector.Counts.Drifts, detector.Counts.UpdatesRolledBack));
        Assert.True(detector.Counts.UpdatesRejected <= detector.Counts.UpdatesAccepted / 20, $"{detector.Counts.UpdatesRejected} <= {detector.Counts.UpdatesAccepted} / 20");
    }

    /// <summary>One template comes 1 % more often from window to window: what is a little strange does not teach, so that it is soon more than a little.</summary>
    [Fact]
    public async Task Detect_TemplateThatGrows_IsReportedInItsCourseAndToItsEnd()
    {
        using AnomalyDetector detector = await FullAsync();
        List<Detection> detections = await DetectAsync(detector, Growing(0.01));
        Assert.Contains(detections.Skip(100).Take(150), detection => detection.IsAnomaly && detection.Evidence[0] is { Kind: EvidenceKind.UnusualCount, Template.Text: "b" });
        Assert.All(detections.TakeLast(50), detection => Assert.True(detection.IsAnomaly));
    }

    /// <summary>One template comes 0.2 % more often from window to window, until it comes ten times as often: every window is ordinary beside those before it.</summary>
    [Fact]
    public async Task Detect_TemplateThatGrowsSlowlyToTenfold_IsReportedAsDrift()
    {
        using AnomalyDetector detector = await FullAsync();
        List<Detection> detections = await DetectAsync(detector, Growing(0.002));
        Assert.Contains(detections.Skip(100), detection => detection.IsAnomaly && detection.Evidence is [{ Kind: EvidenceKind.Drift, Template.Text: "b" }, ..]);
    }

    [Fact]
    public async Task Detect_AnchorThatIsNeverOld_SeesNoDrift()
    {
        using AnomalyDetector detector = await FullAsync(new LearningOptions { DriftHorizon = TimeSpan.FromTicks(1) });
        await DetectAsync(detector, Growing(0.002));
        Assert.Equal(0, detector.Counts.Drifts);
    }

    [Fact]
    public async Task Detect_BadTemplateOfSlowlyRisingShare_IsReportedInItsCourse()
    {
        using AnomalyDetector detector = await FullAsync();
        List<Detection> detections = await DetectAsync(
            detector, [.. Mixed(1, 100), .. Mixed(2, 600).Select((window, i) => Fraction(i * 7) < i / 150.0 ? $"{window} {Logs.Repeat("retry", 1 + (int)(i / 100.0))}" : window)]);
        Assert.Contains(detections.Skip(100), detection => detection.IsAnomaly && detection.Evidence.Any(piece => piece.Template.Text == "retry"));
    }

    [Fact]
    public async Task Detect_ChangeAcceptedLongAgo_IsOrdinaryAndTheStateDoesNotGrow()
    {
        using AnomalyDetector detector = await FullAsync(new LearningOptions { AcceptChangeAfter = TimeSpan.FromMinutes(30), DriftHorizon = TimeSpan.FromHours(4) });
        var random = new Random(4);
        IEnumerable<string> changed = Enumerable.Range(0, 50_000).Select(_ => $"x! y {Logs.Repeat("z", 1 + random.Next(12))} {Logs.Repeat("y", random.Next(12))} w");
        var anomalies = new List<int>();
        var sizes = new List<long>();
        await foreach ((int i, Detection detection) in detector.DetectWindowsAsync(Windows(changed, 400)).Index())
        {
            if (detection.IsAnomaly)
            {
                anomalies.Add(i);
            }

            if (i is 24_999 or 49_999)
            {
                using var state = new MemoryStream();
                await detector.SaveStateAsync(state);
                sizes.Add(state.Length);
            }
        }

        Assert.Equal(Enumerable.Range(0, 90), anomalies.Take(90));
        Assert.InRange(anomalies.Count(i => i >= 40_000), 0, 50);
        Assert.True(sizes[1] < 1.3 * sizes[0], $"{sizes[1]} < 1.3 x {sizes[0]}");
    }

    [Fact]
    public async Task SaveState_AfterManyUpdates_KeepsTheAnchor()
    {
        string[] poison = Growing(0.002);
        using AnomalyDetector whole = await FullAsync();
        List<Detection> expected = await DetectAsync(whole, poison);
        using AnomalyDetector first = await FullAsync();
        List<Detection> actual = await DetectAsync(first, poison[..600]);
        using var state = new MemoryStream();
        await first.SaveStateAsync(state);
        state.Position = 0;
        using AnomalyDetector second = Builder(Full).Build();
        await second.LoadStateAsync(state);
        actual.AddRange(await DetectAsync(second, poison[600..], 600));
        Assert.True(whole.Counts.Drifts > 0);
        Assert.Equal(whole.Counts.Drifts, first.Counts.Drifts + second.Counts.Drifts);
        Assert.Equal(expected.Select(detection => detection.Label), actual.Select(detection => detection.Label));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-4f));
    }

    [Fact]
    public async Task LoadState_OfVersionOne_BeginsToLearnFromTheStream()
    {
        using AnomalyDetector first = await FullAsync();
        using var state = new MemoryStream();
        await first.SaveStateAsync(state);
        Assert.DoesNotContain("\"stream\"", System.Text.Encoding.UTF8.GetString(state.ToArray()), StringComparison.Ordinal);
        state.Position = 0;
        using AnomalyDetector second = Builder(Full).Build();
        await second.LoadStateAsync(state);
        await DetectAsync(second, Mixed(1, 200));
        Assert.True(second.Counts.UpdatesAccepted > 0);
    }

    private static IEnumerable<string> Mixed(int seed, int count)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => string.Join(' ', Enumerable.Range(0, Size - 4).Select(_ => "aaaccd"[random.Next(6)])) + " b b b" + (random.Next(2) == 0 ? " b" : " a"));
    }

    private static string[] Growing(double rate) =>
        [.. Mixed(1, 100), .. Mixed(2, (int)(Math.Log(10) / rate)).Select((window, i) => $"{window} {Logs.Repeat("b", (int)Math.Round((4 * Math.Exp(rate * i)) - 4))}")];

    private static double Fraction(int i) => i % 100 / 100.0;

    private static IEnumerable<string> Many(string window, int count) => Enumerable.Repeat(window, count);

    private static int[] Anomalies(List<Detection> detections) => [.. detections.Index().Where(pair => pair.Item.IsAnomaly).Select(pair => pair.Index)];

    private static void Full(AnomalyDetectorBuilder builder) => builder.DetectWithNovelty().DetectWithCounts().DetectWithOrder();

    private static AnomalyDetectorBuilder Builder(Action<AnomalyDetectorBuilder> detectors, LearningOptions? learning = null)
    {
        AnomalyDetectorBuilder builder = new AnomalyDetectorBuilder().ParseWith(_ => new WordParser()).WindowByCount(Size).WithLearning(learning ?? new LearningOptions());
        detectors(builder);
        return builder;
    }

    private static async Task<AnomalyDetector> SwitchAsync()
    {
        AnomalyDetector detector = Builder(builder => builder.DetectWith(_ => new SwitchDetector())).Build();
        await detector.LearnWindowsAsync(Windows(Many("a b", 100)));
        return detector;
    }

    private static async Task<AnomalyDetector> FullAsync(LearningOptions? learning = null)
    {
        AnomalyDetector detector = Builder(Full, learning).Build();
        await detector.LearnWindowsAsync(Windows(Mixed(9, 400)));
        return detector;
    }

    private static async Task<List<Detection>> DetectAsync(AnomalyDetector detector, IEnumerable<string> windows, int from = 0) =>
        await detector.DetectWindowsAsync(Windows(windows, 400 + from)).ToListAsync();

    /// <summary>A window of 20 seconds for each text.</summary>
    private static IAsyncEnumerable<LogWindow> Windows(IEnumerable<string> windows, int from = 0) =>
        windows.Select((window, i) => Logs.Window(window, ((from + i) * Size) + 1)).ToAsyncEnumerable();
}
