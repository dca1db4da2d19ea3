using CsCheck;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Pipeline;

/// <summary>Threads change how long it takes and nothing else.</summary>
public class ParallelismTests
{
    private const string Seed = "0000KOIPe036";

    private static readonly string[] Words = ["open", "read", "close", "stat", "sync", "crash!", "panic!"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DetectAsync_AnyDegree_SaysTheSameInTheSameOrder(bool continues)
    {
        // A short log of random lines may be new to its end, so that all of it is warm-up.
        int scored = 0;
        await Gen.Select(Gen.Int[0, 1_000_000], Gen.Bool).SampleAsync(
            async (seed, isLong) =>
            {
                int windowLines = isLong ? 600 : 10;
                string[] lines = [.. Lines(seed, 60 * windowLines)];
                List<string> expected = await DetectAsync(lines, windowLines, 1, continues);
                scored += expected.Count(detection => !detection.StartsWith("Unscored", StringComparison.Ordinal));
                foreach (int degree in (int[])[2, 3, 8])
                {
                    Assert.Equal(expected, await DetectAsync(lines, windowLines, degree, continues));
                }
            },
            seed: Seed,
            iter: 6,
            threads: 1);
        Assert.NotEqual(0, scored);
    }

    [Fact]
    public async Task DetectAsync_Parallel_ReadsOnAnotherThreadAndABoundedWayAhead()
    {
        using AnomalyDetector detector = Build(10, 2, continues: false);
        long most = 0;
        await foreach (Detection detection in detector.DetectAsync(ListSource.Of("app", Lines(1, 40_000))))
        {
            most = Math.Max(most, detector.Counts.LinesRead - detection.Window.LastLine);
        }

        // Eight batches of 32 windows of 10 lines wait; others are on their way into the queue and out of it, or being read.
        Assert.InRange(most, 32 * 10, 32 * 10 * 12);
    }

    [Fact]
    public async Task DetectAsync_ParallelSourceThatBreaks_DeliversWhatCameBefore()
    {
        using AnomalyDetector detector = Build(10, 4, continues: false);
        var detections = new List<Detection>();
        LogSourceException broken = await Assert.ThrowsAsync<LogSourceException>(async () =>
        {
            await foreach (Detection detection in detector.DetectAsync(new BreakingSource()))
            {
                detections.Add(detection);
            }
        });
        Assert.Equal("torn", broken.Message);
        Assert.Equal(32, detections.Count);
    }

    [Fact]
    public async Task DetectAsync_ParallelAndLeft_StopsReading()
    {
        using AnomalyDetector detector = Build(10, 2, continues: true);
        var source = new EndlessSource();
        await foreach (Detection _ in detector.DetectAsync(source))
        {
            break;
        }

        Assert.True(source.HasEnded);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void WithParallelism_OutOfRange_Throws(int degree) =>
        Assert.Contains("1 to 64", Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().WithParallelism(degree)).Message, StringComparison.Ordinal);

    private static IEnumerable<string> Lines(int seed, int count)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(i => $"{(random.Next(400) == 0 ? Words[random.Next(Words.Length)] : Words[(i + (random.Next(9) == 0 ? 1 : 0)) % 5])} file {random.Next(99)}");
    }

    private static async Task<List<string>> DetectAsync(string[] lines, int windowLines, int degree, bool continues)
    {
        using AnomalyDetector detector = Build(windowLines, degree, continues);
        return [.. (await AnomalyDetectorTests.Detect(detector, ListSource.Of("app", lines))).Select(Describe)];
    }

    private static string Describe(Detection detection) => FormattableString.Invariant(
        $"{detection.Label} {detection.Window.Describe()} {detection.Score:R} {detection.PValue:R} {string.Join(',', detection.Tiers)} {string.Join(',', detection.Evidence.Select(piece => (piece.Kind, piece.Template.Text, piece.Strength)))} {detection.Incident}");

    private static AnomalyDetector Build(int windowLines, int degree, bool continues) => new AnomalyDetectorBuilder().ParseWith(_ => new WordParser()).WindowByCount(windowLines)
        .DetectWithNovelty().DetectWithCounts().DetectWithOrder().DetectWithSeverity().DetectWithRates().DetectWithSilence()
        .WithLearning(new LearningOptions { WarmUpLines = 20 * windowLines, WarmUpTime = null, ContinueOnNormal = continues, FollowSuccessors = continues })
        .GroupIncidents().WithParallelism(degree).Build();

    private sealed class BreakingSource : ILogSource
    {
        public async IAsyncEnumerable<LogLine> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            foreach (string text in Lines(1, 321))
            {
                yield return LogLine.FromText(text, 1, "app");
            }

            throw new LogSourceException("torn");
        }
    }

    private sealed class EndlessSource : ILogSource
    {
        public bool HasEnded { get; private set; }

        public async IAsyncEnumerable<LogLine> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            try
            {
                for (int i = 1; ; i++)
                {
                    yield return LogLine.FromText("open", i, "app");
                }
            }
            finally
            {
                HasEnded = true;
            }
        }
    }
}
