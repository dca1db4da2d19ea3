namespace LogGuardian.Tests.Core.Merging;

public class MergeRunningTests
{
    [Fact]
    public async Task Merge_WhileItJudgesAndLearns_LeavesItConsistent()
    {
        using AnomalyDetector running = Replicas.Create(learning: new LearningOptions { WarmUpLines = 2_000, WarmUpTime = null });
        using AnomalyDetector stock = await Replicas.LearnedAsync(Replicas.Log("stock", 2, 600));
        using AnomalyDetector mail = await Replicas.LearnedAsync(Replicas.Log("mail", 3, 600));
        byte[][] states = [await stock.SavedAsync(), await mail.SavedAsync()];
        Task<List<Detection>>[] runs = [.. Enumerable.Range(0, 3).Select(run => Task.Run(() => running.JudgeAsync(Replicas.Log("order", 10 + run, 3_000))))];
        var judged = Task.WhenAll(runs);
        int merges = 0;
        do
        {
            await running.MergeStateAsync(new MemoryStream(states[merges % 2]));

            // A state that is saved meanwhile holds all of a merge or nothing, and can be loaded.
            using AnomalyDetector loaded = Replicas.Create();
            await loaded.LoadStateAsync(new MemoryStream(await running.SavedAsync()));
            merges++;
        }
        while (!judged.IsCompleted || merges < 2);
        List<Detection>[] detections = await judged;
        Assert.All(detections, all => Assert.Equal(3_000 * 4 / 40, all.Count));
        Assert.Equal(0, running.Counts.StageFailures);
        foreach (string service in new[] { "order", "stock", "mail" })
        {
            Assert.DoesNotContain(await running.JudgeAsync(Replicas.Log(service, 77, 300)), detection => detection.IsAnomaly);
        }

        Assert.All(await running.JudgeAsync(Replicas.Failure()), detection => Assert.True(detection.IsAnomaly));
    }

    /// <summary>What was merged is neither a drift nor an update that is taken back, and goes on being learned.</summary>
    [Fact]
    public async Task Merge_DetectorThatLearnsFromTheStream_AllItsModelsKnowIt()
    {
        var learning = new LearningOptions { WarmUpLines = 4_000, WarmUpTime = null, FollowSuccessors = false };
        using AnomalyDetector running = Replicas.Create(learning: learning);
        using AnomalyDetector stock = await Replicas.LearnedAsync(Replicas.Log("stock", 2));
        await running.JudgeAsync(Replicas.Log("order", 1, 5_000));
        await running.MergeAsync(stock);
        long updates = running.Counts.UpdatesAccepted;
        List<Detection> detections = await running.JudgeAsync(Replicas.Log("stock", 3, 6_000));
        Assert.InRange(detections.Count(detection => detection.IsAnomaly), 0, detections.Count / 100);
        Assert.Equal((0, 0), (running.Counts.Drifts, running.Counts.UpdatesRolledBack));
        Assert.True(running.Counts.UpdatesAccepted > updates);
    }
}
