using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Pipeline;

/// <summary>A detector that is stopped in the middle of its windows goes on as if it had not been.</summary>
public class OpenWindowsTests
{
    private const string Seed = "0000KOIPe036";

    private static readonly string[] Lines =
        [.. AnomalyDetectorTests.Normal(263), "crash! now", .. AnomalyDetectorTests.Normal(241), "panic! now", "panic! again", .. AnomalyDetectorTests.Normal(147)];

    private static readonly string[] Incidents =
    [
        .. AnomalyDetectorTests.Normal(63), "crash! now", .. AnomalyDetectorTests.Normal(20), "crash! again", .. AnomalyDetectorTests.Normal(9), "panic! now",
        .. AnomalyDetectorTests.Normal(9), "crash! once more", .. AnomalyDetectorTests.Normal(60), "panic! now", .. AnomalyDetectorTests.Normal(47),
    ];

    public static TheoryData<string, bool> Pipelines => new() { { "count", true }, { "count", false }, { "sliding", true }, { "time", true }, { "session", true } };

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task SaveStateAsync_BetweenDetections_GoesOnAsIfNeverStopped(string window, bool continues)
    {
        List<Detection> expected = [];
        using (AnomalyDetector whole = await LearnedAsync(window, continues))
        {
            expected.AddRange(await AnomalyDetectorTests.Detect(whole, Source(0)));
        }

        Assert.Contains(expected, detection => detection.IsAnomaly);
        await Gen.Int[0, expected.Count - 1].SampleAsync(
            async after =>
            {
                using AnomalyDetector first = await LearnedAsync(window, continues);
                var actual = new List<Detection>();
                using var state = new MemoryStream();
                await foreach (Detection detection in first.DetectAsync(Source(0)))
                {
                    actual.Add(detection);
                    if (actual.Count > after)
                    {
                        await first.SaveStateAsync(state);
                        break;
                    }
                }

                using AnomalyDetector second = Create(window, continues);
                state.Position = 0;
                await second.LoadStateAsync(state);
                actual.AddRange(await AnomalyDetectorTests.Detect(second, Source((int)second.Positions["app"])));
                Assert.Equal(expected.Select(Describe), actual.Select(Describe));

                // When the calibration was fitted last is not part of its state.
                Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-5f));
            },
            seed: Seed,
            iter: 12,
            threads: 1);
    }

    [Fact]
    public async Task SaveStateAsync_WithinIncidents_GoesOnWithTheirIdsAndCounts()
    {
        List<Detection> expected;
        using (AnomalyDetector whole = await LearnedAsync("count", continues: true, groups: true))
        {
            expected = await AnomalyDetectorTests.Detect(whole, Source(0, Incidents));
        }

        Assert.Contains(expected, detection => detection.Incident is { Count: > 1, HasEnded: true });
        for (int after = 0; after < expected.Count; after++)
        {
            using AnomalyDetector first = await LearnedAsync("count", continues: true, groups: true);
            using AnomalyDetector second = Create("count", continues: true, groups: true);
            var actual = new List<Detection>();
            using var state = new MemoryStream();
            await foreach (Detection detection in first.DetectAsync(Source(0, Incidents)))
            {
                actual.Add(detection);
                if (actual.Count > after)
                {
                    await first.SaveStateAsync(state);
                    break;
                }
            }

            state.Position = 0;
            await second.LoadStateAsync(state);
            actual.AddRange(await AnomalyDetectorTests.Detect(second, Source((int)second.Positions["app"], Incidents)));
            Assert.Equal(expected.Select(DescribeIncident), actual.Select(DescribeIncident));
        }
    }

    [Fact]
    public async Task LoadStateAsync_FirstVersionOfWindows_HasNoIncidentsAndGoesOn()
    {
        using AnomalyDetector first = await LearnedAsync("count", continues: true);
        await foreach (Detection _ in first.DetectAsync(Source(0)))
        {
            break;
        }

        using var state = new MemoryStream();
        await first.SaveStateAsync(state);
        JsonNode document = JsonNode.Parse(state.ToArray())!;
        document["version"] = 1;
        document["stages"]!["windows"]!["version"] = 1;
        Assert.True(document["stages"]!["windows"]!["data"]![0]!.AsObject().Remove("reports"));
        using AnomalyDetector second = Create("count", continues: true, groups: true);
        await second.LoadStateAsync(new MemoryStream(Encoding.UTF8.GetBytes(document.ToJsonString())));
        Assert.NotEmpty(await AnomalyDetectorTests.Detect(second, Source((int)second.Positions["app"])));
    }

    [Fact]
    public async Task SaveStateAsync_AfterTheRunWasLeft_KeepsItsOpenWindowsUntilTheNextRun()
    {
        using AnomalyDetector first = await LearnedAsync("count", continues: true);
        using AnomalyDetector second = Create("count", continues: true);
        await LeaveAndLoadAsync(first, second);
        Assert.NotEmpty(await AnomalyDetectorTests.Detect(second, ListSource.Of()));
        Assert.Empty(await AnomalyDetectorTests.Detect(second, ListSource.Of()));
        Assert.Empty(await AnomalyDetectorTests.Detect(first, ListSource.Of()));
    }

    [Fact]
    public async Task LoadStateAsync_OpenWindowsOfAnotherWindower_AreDropped()
    {
        using AnomalyDetector first = await LearnedAsync("count", continues: true);
        using AnomalyDetector second = Create("time", continues: true);
        await LeaveAndLoadAsync(first, second);
        Assert.Empty(await AnomalyDetectorTests.Detect(second, ListSource.Of()));
    }

    [Fact]
    public async Task DetectAsync_IdleSource_ClosesItsTimeWindow()
    {
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWith(_ => new WordParser())
            .WindowByTime(TimeSpan.FromHours(1), idleFor: TimeSpan.FromMilliseconds(50)).DetectWithNovelty().WithLearning(new LearningOptions { WarmUpLines = 0 }).Build();
        await foreach (Detection detection in detector.DetectAsync(new SilentSource()))
        {
            Assert.Equal("live:1-1(1)", detection.Window.Describe());
            break;
        }
    }

    [Fact]
    public async Task DetectAsync_LateLines_AreCounted()
    {
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWith(_ => new WordParser())
            .WindowByTime(TimeSpan.FromSeconds(10)).DetectWithNovelty().WithLearning(new LearningOptions { WarmUpLines = 0 }).Build();

        // The parser takes the number of the line for its second.
        List<Detection> detections = await AnomalyDetectorTests.Detect(detector, new ListSource([LogLine.FromText("a", 5), LogLine.FromText("b", 25), LogLine.FromText("c", 7)]));
        Assert.Equal((1, 3), (detector.Counts.RecordsLate, detections.Sum(detection => detection.Window.Count)));
    }

    /// <summary>A run of the first is left in its midst; the second goes on from its state.</summary>
    private static async Task LeaveAndLoadAsync(AnomalyDetector first, AnomalyDetector second)
    {
        await foreach (Detection _ in first.DetectAsync(Source(0)))
        {
            break;
        }

        using var state = new MemoryStream();
        await first.SaveStateAsync(state);
        state.Position = 0;
        await second.LoadStateAsync(state);
    }

    private static string Describe(Detection detection) =>
        FormattableString.Invariant($"{detection.Label} {detection.Window.Describe()} {string.Join(',', detection.Evidence.Select(piece => piece.Template.Text))}");

    private static string DescribeIncident(Detection detection) =>
        FormattableString.Invariant($"{Describe(detection)} {detection.Incident?.Id} {detection.Incident?.Count} {detection.Incident?.First:O} {detection.Incident?.Last:O} {detection.Incident?.HasEnded}");

    private static ListSource Source(int from, string[]? lines = null) => new((lines ?? Lines).Select((text, i) => LogLine.FromText($"{text} blk_{i % 7}", i + 1, "app")).Skip(from));

    private static AnomalyDetector Create(string window, bool continues, bool groups = false)
    {
        AnomalyDetectorBuilder builder = new AnomalyDetectorBuilder().ParseWith(_ => new WordParser()).DetectWithNovelty().DetectWithCounts().DetectWithOrder()
            .WithLearning(new LearningOptions { ContinueOnNormal = continues });
        builder = groups ? builder.GroupIncidents(new IncidentOptions { Gap = TimeSpan.FromSeconds(40) }) : builder;
        return (window switch
        {
            "count" => builder.WindowByCount(10),
            "sliding" => builder.WindowByCount(10, 5),
            "time" => builder.WindowByTime(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(3)),
            _ => builder.WindowBySession(SessionKeys.Matching(@"blk_\d"), maxLines: 5),
        }).Build();
    }

    private static async Task<AnomalyDetector> LearnedAsync(string window, bool continues, bool groups = false)
    {
        AnomalyDetector detector = Create(window, continues, groups);
        await detector.LearnAsync(new ListSource(AnomalyDetectorTests.Normal(400).Select((text, i) => LogLine.FromText($"{text} blk_{i % 7}", i + 1, "app"))));
        return detector;
    }

    private sealed class SilentSource : ILogSource
    {
        public async IAsyncEnumerable<LogLine> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return LogLine.FromText("a", 1, "live");
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}
