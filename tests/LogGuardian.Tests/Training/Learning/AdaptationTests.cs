using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Learning;

[Collection(LearningGroup.Name)]
public sealed class AdaptationTests(TeacherFixture teacher)
{
    private static readonly LoopOptions Loop = TeacherFixture.Loop with { BatchSize = 16, MicroBatchSize = 16 };

    [Fact]
    public async Task Adaptation_LearnsNewWordsAndOrder_AndForgetsNothing()
    {
        using TrainableModel model = teacher.Open();
        TrainingSet known = TinySystem.Windows(120, seed: 21);
        double right = TinySystem.Right(known, model.Score(known));
        var options = new AdaptationOptions
        {
            Head = new() { Epochs = 40, LearningRate = 5e-3 },
            Words = new() { Epochs = 40, LearningRate = 3e-3 },
            Order = new() { Epochs = 15, LearningRate = 3e-3 },
            HeldBack = 0.2,
            AnomalyShare = 1,
            Loop = Loop,
        };
        AdaptationReport report = await DomainAdaptation.AdaptAsync(model, Cycle(120), known, options);
        Assert.True(report.WordLossAfter < 0.8 * report.WordLossBefore, $"{report}");
        Assert.True(report.OrderLossAfter < 0.9 * report.OrderLossBefore, $"{report}");
        Assert.InRange(report.ChangedAnswers, 0, 0.05);
        Assert.InRange(report.UnknownTokens, 0.001, 0.9);
        using TrainableModel opened = TrainableModel.Open(model.Folder);
        Assert.InRange(TinySystem.Right(known, opened.Score(known)), right - 0.05, 1);
        Assert.NotEqual(teacher.Hash, TeacherFixture.HashOf(opened.Network));
    }

    [Fact]
    public async Task ModelWithoutADecoder_LearnsNewWords_AndForgetsNothing()
    {
        using PooledModel model = await teacher.PooledAsync();
        TrainingSet known = TinySystem.Windows(120, seed: 21);
        double right = TinySystem.Right(known, model.Score(known));
        string before = TeacherFixture.HashOf(model.Network);
        var options = new AdaptationOptions { Head = new() { Epochs = 40, LearningRate = 5e-3 }, Words = new() { Epochs = 40, LearningRate = 3e-3 }, HeldBack = 0.2, AnomalyShare = 1, Loop = Loop };
        AdaptationReport report = await DomainAdaptation.AdaptAsync(model, Cycle(120), known, options);
        Assert.True(report.WordLossAfter < 0.8 * report.WordLossBefore, $"{report}");
        Assert.Equal((null, null), (report.OrderLossBefore, report.OrderLossAfter));
        Assert.InRange(report.ChangedAnswers, 0, 0.05);
        using WindowModel opened = WindowModel.Open(model.Folder);
        Assert.InRange(TinySystem.Right(known, opened.Score(known)), right - 0.05, 1);
        Assert.NotEqual(before, TeacherFixture.HashOf(opened.Network));

        // No label of the new system says what its odds are worth.
        Assert.False(opened.Calibration.Fitted);
    }

    [Fact]
    public async Task TokenizerThatHidesNoWords_SaysWhatElseThereIs()
    {
        string folder;
        using (TrainableModel model = teacher.Open())
        {
            folder = model.Folder;
            string file = Path.Combine(folder, model.Record.Tokenizer.File);
            File.WriteAllText(file, File.ReadAllText(file).Replace("[MASK]", "[REST]", StringComparison.Ordinal));
        }

        using TrainableModel without = TrainableModel.Open(folder);
        TrainingSet set = TinySystem.Windows(8, seed: 1);
        const string Missing = "The encoder's tokenizer has no token '[MASK]', which hides words that are to be learned. ";
        var adapting = await Assert.ThrowsAsync<TrainingException>(() => DomainAdaptation.AdaptAsync(without, set, new TrainingSet()));
        Assert.Equal(Missing + "Tune the model with labelled windows, or take an encoder that has it.", adapting.Message);
        var learning = await Assert.ThrowsAsync<TrainingException>(() => LogLlmTraining.PretrainAsync(without, set));
        Assert.Equal(Missing + "Leave the stage out with 0 epochs of Words, or take an encoder that has it.", learning.Message);
    }

    [Fact]
    public async Task Bias_OfAnAdaptation_LeavesMostNewWindowsNormal()
    {
        using TrainableModel model = teacher.Open();
        TrainingSet loud = TinySystem.Windows(40, seed: 22, anomalies: 1, labelled: false);
        Assert.InRange(model.Score(loud).Count(score => score > 0), 36, 40);
        StageOptions none = new() { Epochs = 0 };
        await DomainAdaptation.AdaptAsync(model, loud, new TrainingSet(), new AdaptationOptions { Head = none, Words = none, Order = none });
        Assert.InRange(model.Score(loud).Count(score => score > 1e-4), 0, 2);
        Assert.Contains(
            "The new set has no windows",
            (await Assert.ThrowsAsync<TrainingException>(() => DomainAdaptation.AdaptAsync(model, new TrainingSet(), loud))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutWhatTheyNeed_TheySayWhatToChange()
    {
        using TrainableModel model = teacher.Open();
        TrainingSet some = TinySystem.Windows(20, seed: 41), calm = TinySystem.Windows(20, seed: 42, anomalies: 0);
        async Task Refused(string expected, Func<Task> learn) => Assert.Contains(expected, (await Assert.ThrowsAsync<TrainingException>(learn)).Message, StringComparison.Ordinal);
        await Refused("The new set has no windows", () => IncrementalUpdate.UpdateAsync(model, new TrainingSet(), some));
        await Refused("0 normal windows among 0 labelled ones", () => IncrementalUpdate.UpdateAsync(model, some, new TrainingSet()));
        await Refused("0 anomalous windows among 20 labelled ones", () => IncrementalUpdate.UpdateAsync(model, some, calm));
        using (PooledModel pooled = await teacher.PooledAsync())
        {
            await Refused("None of the 8 new windows has a label", () => IncrementalUpdate.UpdateAsync(pooled, TinySystem.Windows(8, seed: 43, labelled: false), some));
        }

        using TrainableModel student = teacher.Open();
        await Refused("The set has 0 windows; a student needs at least 2", () => Distillation.DistillAsync(model, student, new TrainingSet()));
        Assert.Equal(teacher.Hash, TeacherFixture.HashOf(model.Network));

        // One class is enough where the teacher says the rest.
        DistillationReport report = await Distillation.DistillAsync(model, student, calm, new DistillationOptions { Vectors = new() { Epochs = 0 }, Answers = new() { Epochs = 1 }, Loop = Loop });
        Assert.InRange(report.Agreement, 0, 1);
    }

    [Fact]
    public async Task HarmfulUpdate_IsRefused_AndTheWeightsAreBitForBitWhatTheyWere()
    {
        using TrainableModel model = teacher.Open();
        TrainingSet wrong = new();
        TrainingSet real = TinySystem.Windows(80, seed: 23);
        foreach (TrainingWindow window in real.Windows)
        {
            wrong.Add([.. window.Messages.ToArray().Select(message => real.Messages[message])], !window.IsAnomaly);
        }

        var options = new UpdateOptions { Learning = new() { Epochs = 10, LearningRate = 5e-3 }, Replay = 0, Anchor = 0, Loop = Loop };
        DateTime saved = File.GetLastWriteTimeUtc(Path.Combine(model.Folder, "training.json"));
        UpdateReport report = await IncrementalUpdate.UpdateAsync(model, wrong, TinySystem.Windows(100, seed: 24), options);
        Assert.False(report.IsAccepted);
        Assert.True(report.AveragePrecisionAfter < report.AveragePrecisionBefore - 0.1, $"{report}");
        Assert.Contains("The weights are what they were", report.Reason, StringComparison.Ordinal);
        Assert.Equal(30, report.HeldBack);
        Assert.Equal(teacher.Hash, TeacherFixture.HashOf(model.Network));
        Assert.Equal(saved, File.GetLastWriteTimeUtc(Path.Combine(model.Folder, "training.json")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UsefulUpdate_IsTakenOver_WithWhatWasKnownBefore(bool hasDecoder)
    {
        using WindowModel model = hasDecoder ? teacher.Open() : await teacher.PooledAsync();
        // What was normal tells of a failure from now on; older windows did not have it.
        const string Changed = "cache refreshed";
        string[] rest = [.. TinySystem.Healthy.Where(message => message != Changed)];
        TrainingSet fresh = TinySystem.Windows(80, seed: 25, healthy: rest, failures: [Changed]), replay = TinySystem.Windows(120, seed: 26, healthy: rest);
        TinySystem.Add(fresh, 20, seed: 27, anomalies: 0, labelled: false, healthy: rest);
        TrainingSet other = TinySystem.Windows(60, seed: 28, healthy: rest, failures: [Changed]);
        double before = TinySystem.Right(other, model.Score(other));
        UpdateReport report = await IncrementalUpdate.UpdateAsync(model, fresh, replay, new UpdateOptions { Learning = new() { Epochs = 12, LearningRate = 3e-3 }, Anchor = 1e-5, Loop = Loop });
        Assert.True(report.IsAccepted, report.Reason);
        using WindowModel opened = WindowModel.Open(model.Folder);
        Assert.InRange(TinySystem.Right(other, opened.Score(other)), Math.Max(0.9, before), 1);
        Assert.InRange(TinySystem.Right(replay, opened.Score(replay)), 0.95, 1);
        Assert.InRange(before, 0, 0.85);
        Assert.True(opened.Calibration.Fitted);
    }

    [Fact]
    public async Task CancelledUpdate_LeavesTheWeights()
    {
        using TrainableModel model = teacher.Open();
        using var stop = new CancellationTokenSource();
        var run = new TrainingRunOptions { Progress = _ => stop.Cancel() };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => IncrementalUpdate.UpdateAsync(model, TinySystem.Windows(40, seed: 1), TinySystem.Windows(40, seed: 2), null, run, stop.Token));
        Assert.Equal(teacher.Hash, TeacherFixture.HashOf(model.Network));
        using var again = new CancellationTokenSource();
        run = new TrainingRunOptions { Progress = _ => again.Cancel() };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DomainAdaptation.AdaptAsync(model, Cycle(20), TinySystem.Windows(40, seed: 2), null, run, again.Token));
        Assert.Equal(teacher.Hash, TeacherFixture.HashOf(model.Network));
    }

    /// <summary>Windows of a system that logs the same messages in a circle.</summary>
    private static TrainingSet Cycle(int count)
    {
        var set = new TrainingSet();
        for (int i = 0; i < count; i++)
        {
            set.Add([.. Enumerable.Range(i, 5).Select(at => $"{TinySystem.Foreign[at % TinySystem.Foreign.Length]} ψ {(char)('a' + (i % 7))}")], null);
        }

        return set;
    }
}
