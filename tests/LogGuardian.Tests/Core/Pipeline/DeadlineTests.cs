using LogGuardian.Tests.Core.Learning;
using LogGuardian.Tests.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace LogGuardian.Tests.Core.Pipeline;

/// <summary>A window waits for its detectors no longer than it was told to.</summary>
public class DeadlineTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task DetectAsync_DetectorThatAnswersInTime_IsHeard()
    {
        using AnomalyDetector detector = Build(new SlowDetector(), new FakeTimeProvider());
        Detection detection = await OneAsync(detector);
        Assert.Equal(["novelty", "slow"], detection.Tiers.Select(tier => tier.Detector));
        Assert.Null(detection.Failure);
        Assert.Equal(0, detector.Counts.DeadlinesMissed);
    }

    [Fact]
    public async Task DetectAsync_DetectorThatIsLate_IsLeftOutUntilItHasAnswered()
    {
        var clock = new FakeTimeProvider();
        var slow = new SlowDetector();
        using AnomalyDetector detector = Build(slow, clock);
        slow.Answer = new TaskCompletionSource();
        Task<Detection> waiting = OneAsync(detector);
        await slow.Asked.Task;
        Assert.False(waiting.IsCompleted);
        await AdvanceUntilAsync(clock, waiting);

        Detection first = await waiting;
        Assert.Equal(["novelty"], first.Tiers.Select(tier => tier.Detector));
        Assert.Equal("Detector 'slow' did not answer within 00:00:00.0500000.", first.Failure);
        Assert.Equal(DetectionLabel.Normal, first.Label);
        Assert.True(slow.Token.IsCancellationRequested);

        // Outstanding: nobody asks, and nobody waits for the clock.
        Detection second = await OneAsync(detector);
        Assert.Equal(["novelty"], second.Tiers.Select(tier => tier.Detector));
        Assert.Equal((1, 2L, 0L), (slow.Calls, detector.Counts.DeadlinesMissed, detector.Counts.StageFailures));

        slow.Answer.SetException(new InvalidOperationException("too late to be heard"));
        slow.Answer = null;
        Detection third = await OneAsync(detector);
        for (int i = 0; i < 1_000 && third.Failure is not null; i++)
        {
            await Task.Yield();
            third = await OneAsync(detector);
        }

        Assert.Equal(["novelty", "slow"], third.Tiers.Select(tier => tier.Detector));
    }

    [Fact]
    public async Task DetectAsync_DetectorThatNeverReturns_HoldsNobodyUp()
    {
        using var end = new ManualResetEventSlim();
        var hanging = new SlowDetector { Block = end };
        using AnomalyDetector detector = Build(hanging, TimeProvider.System, LearningOptionsOf(continues: true));
        List<Detection> detections = await AnomalyDetectorTests.Detect(detector, ListSource.Of("app", AnomalyDetectorTests.Normal(500)));
        Assert.Equal(50, detections.Count);
        Assert.All(detections, detection => Assert.Equal(["novelty"], detection.Tiers.Select(tier => tier.Detector)));
        Assert.Equal((1, 0), (hanging.Calls, hanging.Learned));
        end.Set();
    }

    [Fact]
    public async Task DetectAsync_DeadlineThatHasPassed_LeavesOutTheDetectorsThatHaveNotBegun()
    {
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWith(_ => new WordParser()).WindowByCount(10)
            .DetectWithNovelty().WithLearning(LearningOptionsOf(continues: false)).WithTimeProvider(new LeapingClock()).WithDeadline(Deadline).Build();
        Detection detection = await OneAsync(detector);
        Assert.Equal(DetectionLabel.Unscored, detection.Label);
        Assert.StartsWith("Detector 'novelty' did not answer", detection.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SaveState_DetectorWithAStateAndADeadline_IsRestored()
    {
        var saved = new SwitchDetector();
        var restored = new SwitchDetector();

        // Time stands still: whoever is late is not taught.
        var clock = new FakeTimeProvider();
        using AnomalyDetector first = Build(saved, clock);
        using AnomalyDetector second = Build(restored, clock);
        await first.LearnAsync(ListSource.Of("app", AnomalyDetectorTests.Normal(50)));
        using var state = new MemoryStream();
        await first.SaveStateAsync(state);
        state.Position = 0;
        await second.LoadStateAsync(state);
        Assert.Equal((5, 5), (saved.Learned, restored.Learned));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3_600_001)]
    public void WithDeadline_OutOfRange_Throws(double milliseconds) => Assert.Contains(
        "more than zero, at most one hour",
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().WithDeadline(TimeSpan.FromMilliseconds(milliseconds))).Message,
        StringComparison.Ordinal);

    private static LearningOptions LearningOptionsOf(bool continues) => new() { WarmUpLines = 0, ContinueOnNormal = continues, FollowSuccessors = false };

    private static AnomalyDetector Build(IDetector slow, TimeProvider clock, LearningOptions? learning = null) => new AnomalyDetectorBuilder()
        .ParseWith(_ => new WordParser()).WindowByCount(10).DetectWithNovelty().DetectWith(_ => slow)
        .WithLearning(learning ?? LearningOptionsOf(continues: false)).WithTimeProvider(clock).WithDeadline(Deadline).Build();

    private static async Task<Detection> OneAsync(AnomalyDetector detector) =>
        Assert.Single(await AnomalyDetectorTests.Detect(detector, ListSource.Of("app", AnomalyDetectorTests.Normal(10))));

    /// <summary>The timer may begin only after the detector was asked.</summary>
    private static async Task AdvanceUntilAsync(FakeTimeProvider clock, Task waiting)
    {
        while (!waiting.IsCompleted)
        {
            clock.Advance(Deadline);
            await Task.Delay(1);
        }
    }

    /// <summary>Each look takes an hour.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => _now += TimestampFrequency * 3_600;
    }

    private sealed class SlowDetector : IDetector
    {
        private int _calls;

        public string Name => "slow";

        public TaskCompletionSource? Answer { get; set; }

        public ManualResetEventSlim? Block { get; init; }

        public TaskCompletionSource Asked { get; } = new();

        public CancellationToken Token { get; private set; }

        public int Calls => Volatile.Read(ref _calls);

        public int Learned { get; private set; }

        public async ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default)
        {
            if (Answer is not null || Block is not null)
            {
                Interlocked.Increment(ref _calls);
            }

            Token = cancellationToken;
            Asked.TrySetResult();
            Block?.Wait(CancellationToken.None);
            if (Answer is { } answer)
            {
                await answer.Task;
            }

            scores.Span.Clear();
        }

        public void Learn(LogWindow window) => Learned++;

        public void Collect(LogWindow window, ICollection<Evidence> evidence)
        {
        }
    }
}
