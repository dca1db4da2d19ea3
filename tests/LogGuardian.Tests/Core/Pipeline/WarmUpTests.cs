using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Pipeline;

/// <summary>Nothing was learned, and the first lines do not say all that is normal. Windows have ten lines, the warm-up 200.</summary>
public class WarmUpTests
{
    private const int Size = 10;

    [Fact]
    public async Task DetectAsync_ThingsStayNew_GoesOnWarmingUpAndSaysHowFarItIs()
    {
        using AnomalyDetector detector = Create();
        List<Detection> detections = await Detect(detector, [.. New("a", 20), .. New("b", 30), .. Usual(100), .. New("z", 1)]);
        Assert.Equal("Learned as normal: among the first 200 lines of 'app'.", detections[0].Failure);
        Assert.Equal("Still warming up: 16 of the last 16 windows of 'app' had something new; line 310 of at most 2000.", detections[30].Failure);
        Assert.Equal(98, detections.TakeWhile(detection => detection.Label == DetectionLabel.Unscored).Count());
        Assert.All(detections.Skip(98).SkipLast(1), detection => Assert.Equal(DetectionLabel.Normal, detection.Label));
        Assert.True(detections[^1].IsAnomaly);
        Assert.Equal(98, detector.Counts.WindowsLearned);
    }

    [Fact]
    public async Task DetectAsync_ThingsNeverStopBeingNew_StartsAtTenTimesTheLinesAndIsNotSure()
    {
        using AnomalyDetector detector = Create();
        List<Detection> detections = await Detect(detector, [.. New("a", 20), .. New("b", 200)]);
        Assert.Equal("The warm-up ends unfinished: 64 of the last 64 windows of 'app' had something new; line 2000 of at most 2000.", detections[199].Failure);
        Assert.All(detections.Take(200), detection => Assert.Equal(DetectionLabel.Unscored, detection.Label));
        Assert.All(detections.Skip(200), detection => Assert.True(detection.IsAnomaly));
    }

    [Fact]
    public async Task DetectAsync_FailureInALongWarmUp_IsReportedAndNotLearned()
    {
        using AnomalyDetector detector = Create();
        List<Detection> detections = await Detect(detector, [.. New("a", 20), .. New("b", 10), .. Repeated("crash!", 5), .. New("c", 5)]);
        Assert.Equal(Enumerable.Range(30, 5), detections.Index().Where(pair => pair.Item.IsAnomaly).Select(pair => pair.Index));
        Assert.Equal("crash!", detections[34].Evidence[0].Template.Text);
    }

    [Fact]
    public async Task DetectAsync_FloodOfNewThingsSoonAfter_WarmsUpAgain()
    {
        using AnomalyDetector detector = Create();
        List<Detection> detections = await Detect(detector, [.. Usual(30), .. New("b", 30), .. Usual(70), .. New("z", 1)]);
        Assert.Equal(Enumerable.Range(30, 8).Append(130), detections.Index().Where(pair => pair.Item.IsAnomaly).Select(pair => pair.Index));
        Assert.All(detections.Skip(38).Take(22), detection => Assert.StartsWith("Still warming up: ", detection.Failure, StringComparison.Ordinal));
        Assert.All(detections.Skip(110).Take(20), detection => Assert.Equal(DetectionLabel.Normal, detection.Label));
    }

    [Fact]
    public async Task DetectAsync_IncidentSoonAfter_IsReportedToItsEnd()
    {
        using AnomalyDetector detector = Create();
        List<Detection> detections = await Detect(detector, [.. Usual(30), .. Repeated("crash!", 60), .. Usual(10), .. Repeated("crash!", 1)]);
        Assert.All(detections.Skip(30).Take(60), detection => Assert.True(detection.IsAnomaly));
        Assert.All(detections.Skip(90).SkipLast(1), detection => Assert.Equal(DetectionLabel.Normal, detection.Label));
        Assert.True(detections[^1].IsAnomaly);
    }

    [Fact]
    public async Task DetectAsync_FloodAfterLearning_IsReported()
    {
        using AnomalyDetector detector = Create();
        await detector.LearnAsync(ListSource.Of("app", [.. Usual(30)]));
        List<Detection> detections = await Detect(detector, New("b", 30));
        Assert.All(detections, detection => Assert.True(detection.IsAnomaly));
    }

    [Fact]
    public async Task DetectAsync_FloodLongAfter_IsReported()
    {
        using AnomalyDetector detector = Create();
        List<Detection> detections = await Detect(detector, [.. Usual(200), .. New("b", 30)]);
        Assert.All(detections.Skip(200), detection => Assert.True(detection.IsAnomaly));
    }

    private static AnomalyDetector Create() => new AnomalyDetectorBuilder().ParseWith(_ => new WordParser()).WindowByCount(Size).DetectWith(_ => new UnseenDetector())
        .WithLearning(new LearningOptions { WarmUpLines = 200, WarmUpTime = null }).Build();

    private static async Task<List<Detection>> Detect(AnomalyDetector detector, IEnumerable<string> lines) =>
        await detector.DetectAsync(ListSource.Of("app", [.. lines])).ToListAsync();

    private static IEnumerable<string> Usual(int windows) => Enumerable.Repeat("usual", windows * Size);

    private static IEnumerable<string> Repeated(string word, int windows) => Enumerable.Range(0, windows).SelectMany(_ => Enumerable.Repeat("usual", Size - 1).Prepend(word));

    /// <summary>Another word in each window.</summary>
    private static IEnumerable<string> New(string word, int windows) => Enumerable.Range(0, windows).SelectMany(i => Repeated($"{word}{i}", 1));

    /// <summary>A window with an unseen template is strange, with one that does not begin with 'a' very much so.</summary>
    private sealed class UnseenDetector : IDetector
    {
        private readonly HashSet<string> _seen = [];

        public string Name => "unseen";

        public ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default)
        {
            for (int i = 0; i < windows.Length; i++)
            {
                string? word = Unseen(windows.Span[i]).Select(log => log.Template.Text).FirstOrDefault();
                scores.Span[i] = word is null ? 0 : word[0] is 'a' or 'u' ? 3 : 100;
            }

            return ValueTask.CompletedTask;
        }

        public void Learn(LogWindow window) => _seen.UnionWith(window.Lines.ToArray().Select(log => log.Template.Text));

        public void Collect(LogWindow window, ICollection<Evidence> evidence)
        {
            foreach (ParsedLog log in Unseen(window))
            {
                evidence.Add(new Evidence { Kind = EvidenceKind.UnseenTemplate, Detector = Name, Template = log.Template, Lines = [log], Strength = 1 });
            }
        }

        private IEnumerable<ParsedLog> Unseen(LogWindow window) => window.Lines.ToArray().Where(log => !_seen.Contains(log.Template.Text));
    }
}
