using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Pipeline;

/// <summary>Windows that callers made themselves.</summary>
public class AnomalyDetectorWindowsTests
{
    [Fact]
    public async Task DetectWindowsAsync_SameWindowsAsThoseOfASource_GivesTheSameDetections()
    {
        string[] normal = [.. Enumerable.Range(0, 400).Select(i => i % 4 == 3 ? "c" : "a")];
        string[] mixed = [.. normal.Take(60), "x", "y", "c", "c", .. normal.Skip(60).Take(36)];
        using AnomalyDetector lines = Build();
        await lines.LearnAsync(ListSource.Of(normal));
        Detection[] expected = await lines.DetectAsync(ListSource.Of(mixed)).ToArrayAsync();

        using AnomalyDetector windows = Build();
        await windows.LearnWindowsAsync(Windows(normal));
        Detection[] actual = await windows.DetectWindowsAsync(Windows(mixed)).ToArrayAsync();
        Assert.Equal(5, actual.Length);
        Assert.Equal(expected.Select(one => (one.Score, one.Label)), actual.Select(one => (one.Score, one.Label)));
        Assert.Equal([DetectionLabel.Normal, DetectionLabel.Normal, DetectionLabel.Normal, DetectionLabel.Anomaly, DetectionLabel.Normal], actual.Select(one => one.Label));
        Assert.Equal("x", actual[3].Evidence[0].Template.Text);
    }

    [Fact]
    public async Task DetectWindowsAsync_NothingLearned_WarmsUp()
    {
        using AnomalyDetector detector = Build(new LearningOptions { WarmUpLines = 40 });
        Detection[] detections = await detector.DetectWindowsAsync(Windows([.. Enumerable.Repeat("a", 80)])).ToArrayAsync();
        Assert.Equal([DetectionLabel.Unscored, DetectionLabel.Unscored, DetectionLabel.Normal, DetectionLabel.Normal], detections.Select(one => one.Label));
    }

    [Fact]
    public async Task DetectWindowsAsync_Cancelled_Stops()
    {
        using AnomalyDetector detector = Build();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => detector.LearnWindowsAsync(Windows(["a"]), new CancellationToken(canceled: true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await detector.DetectWindowsAsync(Windows(["a"]), new CancellationToken(canceled: true)).ToArrayAsync());
    }

    private static AnomalyDetector Build(LearningOptions? learning = null) => new AnomalyDetectorBuilder()
        .ParseWith(_ => new WordParser()).WindowByCount(20).DetectWithNovelty().DetectWithCounts().WithLearning(learning ?? new LearningOptions()).Build();

    private static IAsyncEnumerable<LogWindow> Windows(string[] texts) => texts
        .Select((text, i) => Logs.Log(text, i + 1, second: i + 1))
        .Chunk(20)
        .Select(lines => new LogWindow(WindowKind.Count, lines))
        .ToAsyncEnumerable();
}
