using System.Diagnostics.Metrics;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Pipeline;

public class AnomalyDetectorTests
{
    private static readonly string[] Words = ["open", "read", "write", "close"];

    [Fact]
    public async Task DetectAsync_AfterLearning_FindsTheWindowWithErrorsAndNamesItsLines()
    {
        using AnomalyDetector detector = Create().Build();
        await detector.LearnAsync(Source(Normal(400)));
        List<Detection> detections = await Detect(detector, Source([.. Normal(55), "crash! now", "crash! again", .. Normal(43)]));
        Detection anomaly = Assert.Single(detections, detection => detection.IsAnomaly);
        Assert.Equal(10, detections.Count);
        Assert.Equal((51L, 60L), (anomaly.Window.FirstLine, anomaly.Window.LastLine));
        Assert.Equal((EvidenceKind.UnseenTemplate, "crash!"), (anomaly.Evidence[0].Kind, anomaly.Evidence[0].Template.Text));
        Assert.Equal([56L, 57L], anomaly.Evidence[0].Lines.Select(log => log.Line.LineId));
        Assert.Equal(["novelty", "counts", "order"], anomaly.Tiers.Select(tier => tier.Detector));
        Assert.True(anomaly.Score > anomaly.Threshold && anomaly.Score > detections.Where(detection => !detection.IsAnomaly).Max(detection => detection.Score));
        Assert.All(detections, detection => Assert.InRange(detection.Score, 0f, 1f));
    }

    [Fact]
    public async Task DetectAsync_NothingLearned_TakesTheFirstLinesAsNormal()
    {
        using AnomalyDetector detector = Create().WithLearning(new LearningOptions { WarmUpLines = 400 }).Build();
        List<Detection> detections = await Detect(detector, Source([.. Normal(600), "crash! now", .. Normal(99)]));
        Assert.Equal(70, detections.Count);
        Assert.Equal(40, detections.TakeWhile(detection => detection.Label == DetectionLabel.Unscored).Count());
        Assert.Equal("Learned as normal: among the first 400 lines of 'app'.", detections[0].Failure);
        Assert.Equal(601, Assert.Single(detections, detection => detection.IsAnomaly).Window.FirstLine);
        Assert.Equal((700, 700, 40, 1), (detector.Counts.LinesRead, detector.Counts.LinesParsed, detector.Counts.WindowsLearned, detector.Counts.Anomalies));
    }

    [Fact]
    public async Task DetectAsync_SourceShorterThanTheWarmUp_JudgesTheSecondHalfByTheFirst()
    {
        using AnomalyDetector detector = Create().WithLearning(new LearningOptions { WarmUpTime = null }).Build();
        List<Detection> detections = await Detect(detector, Source([.. Normal(900), "crash! now", .. Normal(1000).Skip(901)]));
        Assert.Equal(50, detections.Count(detection => detection.Label == DetectionLabel.Unscored));
        Detection anomaly = Assert.Single(detections, detection => detection.IsAnomaly);
        Assert.Equal((901L, "crash!"), (anomaly.Window.FirstLine, anomaly.Evidence[0].Template.Text));
    }

    /// <summary>The parser of the test takes a second for a line.</summary>
    [Theory]
    [InlineData(1, 10, 100)]
    [InlineData(30, 10, 181)]
    [InlineData(30, 50, 100)]
    public async Task DetectAsync_EnoughWindowsWithinTheTime_EndTheWarmUp(int minutes, int lines, int unscored)
    {
        using AnomalyDetector detector = Create(lines).WithLearning(new LearningOptions { WarmUpTime = TimeSpan.FromMinutes(minutes) }).Build();
        List<Detection> detections = await Detect(detector, Source(Normal(200 * lines)));
        Assert.Equal(unscored, detections.Count(detection => detection.Label == DetectionLabel.Unscored));
        Assert.Equal($"Learned as normal: among the first {unscored * lines} lines of 'app'.", detections[0].Failure);
    }

    [Fact]
    public async Task DetectAsync_TwoSources_WarmUpApart()
    {
        using AnomalyDetector detector = Create().WithLearning(new LearningOptions { WarmUpLines = 100 }).Build();
        await Detect(detector, Source(Normal(200)));
        List<Detection> other = await Detect(detector, ListSource.Of("other", [.. Normal(200)]));
        Assert.Equal(10, other.Count(detection => detection.Label == DetectionLabel.Unscored));
    }

    [Fact]
    public async Task DetectAsync_ContinueOnNormal_MakesARepeatedHarmlessNoveltyNormal()
    {
        string[] lines = [.. Enumerable.Range(0, 200).SelectMany(_ => (string[])[.. Normal(9), "harmless"])];
        using AnomalyDetector learning = Create().Build();
        await learning.LearnAsync(Source(Normal(400)));
        List<Detection> followed = await Detect(learning, ListSource.Of("app", lines), oneByOne: true);
        Assert.True(followed[0].Score > 2.5 * followed[^1].Score, $"{followed[0].Score} > 2.5 x {followed[^1].Score}");
        using AnomalyDetector frozen = Create().WithLearning(new LearningOptions { ContinueOnNormal = false }).Build();
        await frozen.LearnAsync(Source(Normal(400)));
        List<Detection> fixedModel = await Detect(frozen, ListSource.Of("app", lines), oneByOne: true);
        Assert.Equal(fixedModel[0].Score, fixedModel[^1].Score, 3);
    }

    [Fact]
    public async Task DetectAsync_FailingDetector_LeavesTheOthersTheirSay()
    {
        using AnomalyDetector detector = Create().DetectWith(_ => new BrokenDetector()).Build();
        await detector.LearnAsync(Source(Normal(400)));
        List<Detection> detections = await Detect(detector, Source([.. Normal(95), "crash! now", .. Normal(4)]));
        Assert.Equal(10, detections.Count);
        Assert.All(detections, detection => Assert.Equal("Detector 'broken' failed: out of order", detection.Failure));
        Assert.Equal(["novelty", "counts", "order"], Assert.Single(detections, detection => detection.IsAnomaly).Tiers.Select(tier => tier.Detector));
        Assert.True(detector.Counts.StageFailures > 0);
    }

    [Fact]
    public async Task DetectAsync_OnlyDetectorFails_IsUnscored()
    {
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWith(_ => new WordParser()).WindowByCount(10).DetectWith(_ => new BrokenDetector())
            .WithLearning(new LearningOptions { WarmUpLines = 0 }).Build();
        Detection detection = Assert.Single(await Detect(detector, Source(Normal(10))));
        Assert.Equal((DetectionLabel.Unscored, "Detector 'broken' failed: out of order"), (detection.Label, detection.Failure));
    }

    [Fact]
    public async Task DetectAsync_FailingExplainer_KeepsTheAnomaly()
    {
        using AnomalyDetector detector = Create().ExplainWith(_ => new BrokenExplainer()).Build();
        await detector.LearnAsync(Source(Normal(400)));
        Detection anomaly = Assert.Single(await Detect(detector, Source(["crash! now", .. Normal(9)])));
        Assert.Equal((DetectionLabel.Anomaly, "The explainer failed: speechless"), (anomaly.Label, anomaly.Failure));
    }

    [Fact]
    public async Task DetectAsync_LiveSource_CompletesARecordWithoutWaitingForTheNextLine()
    {
        var more = new TaskCompletionSource();
        using AnomalyDetector detector = Create(size: 1).WithLearning(new LearningOptions { WarmUpLines = 0 }).Build();
        await using IAsyncEnumerator<Detection> detections = detector.DetectAsync(new PausingSource(more.Task)).GetAsyncEnumerator();
        Assert.True(await detections.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("boom!\n  at x", detections.Current.Window.Lines.Span[0].Line.ToString());
        more.SetResult();
        Assert.True(await detections.MoveNextAsync());
        Assert.Equal("after", detections.Current.Window.Lines.Span[0].Line.ToString());
    }

    [Fact]
    public async Task DetectAsync_ConsumerLeavesDuringASilence_EndsTheSourceQuietly()
    {
        using AnomalyDetector detector = Create(size: 1).WithLearning(new LearningOptions { WarmUpLines = 0 }).Build();
        await foreach (Detection detection in detector.DetectAsync(new PausingSource(new TaskCompletionSource().Task)))
        {
            Assert.Equal(1, detection.Window.FirstLine);
            break;
        }
    }

    [Fact]
    public async Task DetectAsync_SameLinesLiveOrAtOnce_ScoreTheSame()
    {
        var random = new Random(3);
        string[] lines = [.. Normal(400), .. Enumerable.Range(0, 2_000).Select(i => $"{Words[random.Next(Words.Length)]} file {i}")];
        using AnomalyDetector one = Create().WithLearning(new LearningOptions { WarmUpLines = 200 }).Build();
        using AnomalyDetector other = Create().WithLearning(new LearningOptions { WarmUpLines = 200 }).Build();
        List<Detection> atOnce = await Detect(one, Source(lines));
        List<Detection> live = await Detect(other, Source(lines), oneByOne: true);
        Assert.Equal(atOnce.Select(detection => detection.Score), live.Select(detection => detection.Score));
    }

    [Fact]
    public async Task DetectAsync_Cancelled_ThrowsOperationCanceled()
    {
        using var cancel = new CancellationTokenSource();
        using AnomalyDetector detector = Create().Build();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (Detection _ in detector.DetectAsync(Source(Normal(100_000)), cancel.Token))
            {
                await cancel.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task DetectAsync_ConcurrentCallers_CountEveryLine()
    {
        using AnomalyDetector detector = Create().Build();
        await detector.LearnAsync(Source(Normal(400)));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Detect(detector, ListSource.Of($"s{i}", [.. Normal(5_000)])))));
        Assert.Equal((40_400, 40_400, 4_000), (detector.Counts.LinesRead, detector.Counts.LinesParsed, detector.Counts.Windows));
    }

    [Fact]
    public async Task RunAsync_FailingSink_IsCountedAndTheOthersGetTheirDetections()
    {
        var received = new List<Detection>();
        using AnomalyDetector detector = Create().From(Source(["crash! now", .. Normal(99)])).EmitTo(new BrokenSink()).EmitTo(new ListSink(received)).Build();
        await detector.LearnAsync(Source(Normal(400)));
        await detector.RunAsync();
        Assert.Equal(1, Assert.Single(received).Window.FirstLine);
        Assert.Equal(1, detector.Counts.StageFailures);
    }

    [Fact]
    public async Task ParseAsync_Lines_GivesEveryRecordWithoutScoring()
    {
        using AnomalyDetector detector = Create().Build();
        var templates = new List<string>();
        await foreach (ParsedLog log in detector.ParseAsync(ListSource.Of("a 1", " more", "b 2", "#x", "c")))
        {
            templates.Add(log.Template.Text);
        }

        Assert.Equal(["a", "b", "c"], templates);
        Assert.Equal((5, 4, 1, 0), (detector.Counts.LinesRead, detector.Counts.LinesParsed, detector.Counts.LinesSkipped[SkipReason.Directive], detector.Counts.Windows));
    }

    [Fact]
    public async Task Meter_AfterARun_ReportsTheCounts()
    {
        using AnomalyDetector detector = Create().Build();
        await detector.LearnAsync(Source(Normal(400)));
        await Detect(detector, Source([.. Normal(95), "crash! now", "#x", .. Normal(4)]));
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Name == "LogGuardian")
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            string key = tags.Length == 1 ? instrument.Name : $"{instrument.Name}/{tags[1].Value}";
            seen[key] = Math.Max(value, seen.GetValueOrDefault(key));
        });
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.True(seen["logguardian.lines.read"] >= 501);
        Assert.True(seen["logguardian.lines.skipped/directive"] >= 1);
        Assert.True(seen["logguardian.anomalies"] >= 1);
    }

    internal static AnomalyDetectorBuilder Create(int size = 10) =>
        new AnomalyDetectorBuilder().ParseWith(_ => new WordParser()).WindowByCount(size).DetectWithNovelty().DetectWithCounts().DetectWithOrder();

    internal static ListSource Source(IEnumerable<string> lines) => ListSource.Of("app", lines);

    internal static IEnumerable<string> Normal(int count) => Enumerable.Range(0, count).Select(i => $"{Words[i % Words.Length]} file {i}");

    internal static async Task<List<Detection>> Detect(AnomalyDetector detector, ILogSource source, bool oneByOne = false)
    {
        var detections = new List<Detection>();
        ILogSource read = oneByOne ? new ListSource(await ReadAll(source), live: true) : source;
        await foreach (Detection detection in detector.DetectAsync(read))
        {
            detections.Add(detection);
        }

        return detections;
    }

    private static async Task<List<LogLine>> ReadAll(ILogSource source)
    {
        var lines = new List<LogLine>();
        await foreach (LogLine line in source.ReadAsync())
        {
            lines.Add(line);
        }

        return lines;
    }

    private sealed class BrokenDetector : IDetector
    {
        public string Name => "broken";

        public ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("out of order");

        public void Learn(LogWindow window)
        {
        }

        public void Collect(LogWindow window, ICollection<Evidence> evidence)
        {
        }
    }

    private sealed class BrokenExplainer : IExplainer
    {
        public ValueTask<Explanation> ExplainAsync(Detection detection, CancellationToken cancellationToken = default) => throw new InvalidOperationException("speechless");
    }

    private sealed class BrokenSink : IDetectionSink
    {
        public ValueTask EmitAsync(Detection detection, CancellationToken cancellationToken = default) => throw new IOException("down");
    }

    private sealed class ListSink(List<Detection> received) : IDetectionSink
    {
        public ValueTask EmitAsync(Detection detection, CancellationToken cancellationToken = default)
        {
            received.Add(detection);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class PausingSource(Task more) : ILogSource
    {
        public async IAsyncEnumerable<LogLine> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return LogLine.FromText("boom!", 1, "live");
            yield return LogLine.FromText("  at x", 2, "live");
            await more.WaitAsync(cancellationToken);
            yield return LogLine.FromText("after", 3, "live");
        }
    }
}
