using System.Text;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Merging;

public class MergeStateTests
{
    // Floats are added in another order, and of rows of equal age the border of those that count runs elsewhere.
    private const float Tolerance = 0.02f;

    [Fact]
    public async Task Merge_TwoServices_ReportsWhatIsStrangeToBothAndNothingElse()
    {
        using AnomalyDetector orders = await Replicas.LearnedAsync(Replicas.Log("order", 1));
        using AnomalyDetector stock = await Replicas.LearnedAsync(Replicas.Log("stock", 2));
        Assert.Contains(await orders.JudgeAsync(Replicas.Log("stock", 12, 400)), detection => detection.IsAnomaly);
        Assert.Contains(await stock.JudgeAsync(Replicas.Log("order", 11, 400)), detection => detection.IsAnomaly);

        await orders.MergeAsync(stock);
        Assert.DoesNotContain(await orders.JudgeAsync(Replicas.Log("stock", 12, 400)), detection => detection.IsAnomaly);
        Assert.DoesNotContain(await orders.JudgeAsync(Replicas.Log("order", 11, 400)), detection => detection.IsAnomaly);
        Assert.All(await orders.JudgeAsync(Replicas.Failure()), detection => Assert.True(detection.IsAnomaly));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Merge_AnyOrder_GivesTheSameScores(int seed)
    {
        using AnomalyDetector a = await Replicas.LearnedAsync(Replicas.Log("order", seed, 900), Replicas.WithAllDetectors);
        using AnomalyDetector b = await Replicas.LearnedAsync(Replicas.Log("stock", seed + 10, 700), Replicas.WithAllDetectors);
        using AnomalyDetector c = await Replicas.LearnedAsync(Replicas.Log("mail", seed + 20, 500).Concat(Replicas.Log("order", seed + 30, 300)), Replicas.WithAllDetectors);
        using AnomalyDetector ab = await a.MergedAsync(b, Replicas.WithAllDetectors);
        using AnomalyDetector ba = await b.MergedAsync(a, Replicas.WithAllDetectors);
        using AnomalyDetector bc = await b.MergedAsync(c, Replicas.WithAllDetectors);
        using AnomalyDetector left = await ab.MergedAsync(c, Replicas.WithAllDetectors);
        using AnomalyDetector right = await a.MergedAsync(bc, Replicas.WithAllDetectors);
        string[] judged = [.. Replicas.Log("order", 91, 200), .. Replicas.Log("mail", 92, 200), .. Replicas.Failure(), .. Replicas.Log("stock", 93, 200)];
        await AssertScoresEqual(ab, ba, judged);
        await AssertScoresEqual(left, right, judged);
    }

    [Fact]
    public async Task Merge_EmptyDetector_ChangesNothing()
    {
        using AnomalyDetector detector = await Replicas.LearnedAsync(Replicas.Log("order", 1, 600), Replicas.WithAllDetectors);
        using AnomalyDetector empty = Replicas.Create(Replicas.WithAllDetectors);
        using AnomalyDetector merged = await detector.MergedAsync(empty, Replicas.WithAllDetectors);
        string[] judged = [.. Replicas.Log("order", 91, 300), .. Replicas.Failure(), .. Replicas.Log("stock", 93, 50)];
        (List<Detection> before, List<Detection> after) = (await detector.JudgeAsync(judged), await merged.JudgeAsync(judged));
        Assert.Equal(before.Select(detection => (detection.Score, detection.PValue)), after.Select(detection => (detection.Score, detection.PValue)));
    }

    [Fact]
    public async Task Merge_IntoEmptyDetector_JudgesAsTheOtherAndHasNoWarmUp()
    {
        using AnomalyDetector other = await Replicas.LearnedAsync(Replicas.Log("order", 1, 600));
        using AnomalyDetector empty = Replicas.Create();
        Assert.True(empty.IsWarmingUp);
        await empty.MergeAsync(other);
        Assert.False(empty.IsWarmingUp);
        await AssertScoresEqual(other, empty, [.. Replicas.Log("order", 91, 300), .. Replicas.Failure()]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Merge_WithItself_MakesNothingStrange(int seed)
    {
        using AnomalyDetector detector = await Replicas.LearnedAsync(Replicas.Log("order", seed, 900));
        List<string> normal = Replicas.Log("order", seed + 50, 900);
        Detection[] before = [.. await detector.JudgeAsync(normal)];
        await detector.MergeAsync(detector);
        Detection[] after = [.. await detector.JudgeAsync(normal)];
        Assert.All(before.Zip(after), pair => Assert.False(pair.Second.IsAnomaly && !pair.First.IsAnomaly, $"{pair.First.Score} became {pair.Second.Score}"));
    }

    [Fact]
    public async Task Merge_ThenSaveAndLoad_JudgesTheSame()
    {
        using AnomalyDetector merged = await Replicas.LearnedAsync(Replicas.Log("order", 1, 600));
        using AnomalyDetector other = await Replicas.LearnedAsync(Replicas.Log("stock", 2, 600));
        await merged.MergeAsync(other);
        using AnomalyDetector loaded = Replicas.Create();
        using var state = new MemoryStream(await merged.SavedAsync());
        await loaded.LoadStateAsync(state);
        await AssertScoresEqual(merged, loaded, [.. Replicas.Log("order", 91, 300), .. Replicas.Log("stock", 92, 300), .. Replicas.Failure()]);
    }

    [Fact]
    public async Task Merge_DamagedOrForeignState_SaysSoAndChangesNothing()
    {
        using AnomalyDetector detector = await Replicas.LearnedAsync(Replicas.Log("order", 1, 300));
        byte[] before = await detector.SavedAsync();
        using AnomalyDetector other = await Replicas.LearnedAsync(Replicas.Log("stock", 2, 300));
        byte[] damaged = await other.SavedAsync();
        damaged[damaged.Length / 2] ^= 1;
        await Assert.ThrowsAsync<InvalidDataException>(() => detector.MergeStateAsync(new MemoryStream(damaged)));
        using AnomalyDetector foreign = await Replicas.LearnedAsync(Replicas.Log("stock", 2, 300), builder => builder.DetectWithNovelty());
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => detector.MergeAsync(foreign));
        Assert.Equal("The state has no section 'counts'; it was saved by a pipeline with other stages. Learn again with this one.", error.Message);
        Assert.Equal(Encoding.UTF8.GetString(before), Encoding.UTF8.GetString(await detector.SavedAsync()));
    }

    [Fact]
    public async Task Merge_TemplatesGeneralisedByOneOnly_KnowsWhatWasLearnedUnderAllIds()
    {
        // One replica saw many words where the other one saw two, which are still templates of their own there.
        string[] many = ["north", "south", "east", "west", "centre", "harbour", "airport"];
        using AnomalyDetector general = await Replicas.LearnedAsync(Routed(many, 1));
        using AnomalyDetector narrow = await Replicas.LearnedAsync(Routed(many[..2], 2));
        using AnomalyDetector ab = await general.MergedAsync(narrow);
        using AnomalyDetector ba = await narrow.MergedAsync(general);
        foreach (AnomalyDetector merged in new[] { ab, ba })
        {
            List<Detection> ofMany = await merged.JudgeAsync(Routed(many, 3));
            List<Detection> ofFew = await merged.JudgeAsync(Routed(many[..2], 4));
            Assert.DoesNotContain(ofMany.Concat(ofFew), detection => detection.IsAnomaly);
            Assert.Contains(ofFew[0].Window.Lines.ToArray(), log => log.Template.Text.Contains("<*>", StringComparison.Ordinal) && log.Template.Supersedes.Count > 0);
        }

        await AssertScoresEqual(ab, ba, [.. Routed(many, 5), .. Replicas.Failure()]);
    }

    [Fact]
    public async Task Merge_Marks_LaterOneWins()
    {
        using AnomalyDetector one = await Replicas.LearnedAsync(Replicas.Log("order", 1, 600));
        using AnomalyDetector other = await Replicas.LearnedAsync(Replicas.Log("order", 2, 600));
        Detection failure = Assert.Single(await one.JudgeAsync(Replicas.Failure()));
        await one.MarkAnomalyAsync(failure.Window);
        await Task.Delay(5);
        await other.MarkNormalAsync(Assert.Single(await other.JudgeAsync(Replicas.Failure())).Window);
        await one.MergeAsync(other);
        Assert.False(Assert.Single(await one.JudgeAsync(Replicas.Failure())).IsAnomaly);
    }

    [Fact]
    public async Task MergeInto_StateFile_DoesAsMergeState()
    {
        using var folder = new Sources.TempFolder();
        using AnomalyDetector other = await Replicas.LearnedAsync(Replicas.Log("stock", 2));
        var file = new StateFile(Path.Combine(folder.Path, "state.json.gz"));
        await file.SaveAsync(other);
        using AnomalyDetector detector = await Replicas.LearnedAsync(Replicas.Log("order", 1));
        await (await file.ReadAsync()).MergeIntoAsync(detector);
        Assert.DoesNotContain(await detector.JudgeAsync(Replicas.Log("stock", 12, 400)), detection => detection.IsAnomaly);
    }

    [Fact]
    public async Task Merge_DetectorAndParserThatCannot_StayAsTheyAre()
    {
        var own = new OwnDetector();
        AnomalyDetector Build() => new AnomalyDetectorBuilder().ParseWith(_ => new WordParser()).WindowByCount(4).DetectWithNovelty().DetectWith(_ => own).Build();
        using AnomalyDetector one = Build();
        using AnomalyDetector other = Build();
        await one.LearnAsync(ListSource.Of("a", "b", "c", "d"));
        await other.LearnAsync(ListSource.Of("e", "f", "g", "h"));
        int learned = own.Learned;
        await one.MergeAsync(other);
        Assert.Equal(learned, own.Learned);
        Assert.False(own.WasLoaded);
        Assert.Equal(0, (await one.JudgeAsync(["e", "f", "g", "h"]))[0].Score);
    }

    [Fact]
    public async Task Merge_WhileASourceWarmsUp_EndsItAndEveryWindowComesOnce()
    {
        using AnomalyDetector other = await Replicas.LearnedAsync(Replicas.Log("order", 1));
        using AnomalyDetector warming = Replicas.Create(learning: new LearningOptions { WarmUpLines = 100_000, WarmUpTime = null });
        List<string> lines = Replicas.Log("order", 2, 500);
        bool hasMerged = false;
        var detections = new List<Detection>();
        async IAsyncEnumerable<LogLine> ReadAsync()
        {
            for (int i = 0; i < lines.Count; i++)
            {
                if (i == lines.Count / 2)
                {
                    await warming.MergeAsync(other);
                    hasMerged = true;
                }

                yield return LogLine.FromText(lines[i], i + 1, "app");
            }
        }

        await foreach (Detection detection in warming.DetectAsync(new Source(ReadAsync)))
        {
            detections.Add(detection);
        }

        Assert.True(hasMerged);
        Assert.Equal(lines.Count / 40, detections.Count);
        Assert.Equal(detections.OrderBy(detection => detection.Window.FirstLine), detections);
        Assert.Equal(DetectionLabel.Unscored, detections[0].Label);
        Assert.Equal(DetectionLabel.Normal, detections[^1].Label);
    }

    private static IEnumerable<string> Routed(string[] places, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, 2_400).Select(i => (i % 3) switch
        {
            0 => $"2026-03-02T08:{i / 60 % 60:00}:{i % 60:00}Z INFO parcel {random.Next(10_000)} taken",
            1 => $"2026-03-02T08:{i / 60 % 60:00}:{i % 60:00}Z INFO van leaves for depot {places[random.Next(places.Length)]} at once",
            _ => $"2026-03-02T08:{i / 60 % 60:00}:{i % 60:00}Z INFO parcel {random.Next(10_000)} handed over",
        });
    }

    private static async Task AssertScoresEqual(AnomalyDetector one, AnomalyDetector other, string[] lines)
    {
        (List<Detection> first, List<Detection> second) = (await one.JudgeAsync(lines), await other.JudgeAsync(lines));
        Assert.Equal(first.Count, second.Count);
        Assert.All(first.Zip(second), pair => Assert.True(
            Math.Abs(pair.First.Score - pair.Second.Score) <= Tolerance,
            $"{pair.First.Score} and {pair.Second.Score}: {string.Join(", ", pair.First.Tiers.Zip(pair.Second.Tiers).Select(tiers => $"{tiers.First.Detector} {tiers.First.Score} {tiers.Second.Score}"))}"));
    }

    private sealed class Source(Func<IAsyncEnumerable<LogLine>> read) : ILogSource
    {
        public IAsyncEnumerable<LogLine> ReadAsync(CancellationToken cancellationToken = default) => read();
    }

    private sealed class OwnDetector : IDetector, IStateful
    {
        public int Learned { get; private set; }

        public bool WasLoaded { get; private set; }

        public string Name => "own";

        public string StateName => "own";

        public int StateVersion => 1;

        public ValueTask ScoreAsync(ReadOnlyMemory<LogWindow> windows, Memory<float> scores, CancellationToken cancellationToken = default)
        {
            scores.Span.Clear();
            return ValueTask.CompletedTask;
        }

        public void Learn(LogWindow window) => Learned++;

        public void Collect(LogWindow window, ICollection<Evidence> evidence)
        {
        }

        public void SaveState(System.Text.Json.Utf8JsonWriter writer) => writer.WriteNumberValue(Learned);

        public void LoadState(System.Text.Json.JsonElement section, int version) => WasLoaded = true;
    }
}
