using LogGuardian.Training;
using TorchSharp;

namespace LogGuardian.Tests.Training.Learning;

/// <summary>Whatever learns from a trained model ends the same when it is stopped and resumed, even if its folder was half saved.</summary>
[Collection(LearningGroup.Name)]
public sealed class ResumeTests(TeacherFixture teacher)
{
    private static readonly LoopOptions Loop = TeacherFixture.Loop with { BatchSize = 8, MicroBatchSize = 4, CheckpointEvery = 2 };
    private static readonly TrainingSet Known = TinySystem.Windows(40, seed: 31);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Tuning_Resumed_IsTheSame(bool fourBit)
    {
        var options = new TuningOptions { Lora = new() { Rank = 4, FourBit = fourBit }, MaxEpochs = 3, Folds = 2, Copies = 3, MaxUnlabelled = 20, LearningRate = 5e-3, Loop = Loop with { WeightDecay = 0 } };
        return SameAsync((model, run, stop) => Reported(FewShotTuning.TuneAsync(model, Few(), options, run, stop)));
    }

    [Fact]
    public Task Training_InFourBits_Resumed_IsTheSame()
    {
        var lora = new LoraOptions { Rank = 2, FourBit = true };
        var stage = new StageOptions { Epochs = 2, LearningRate = 5e-3 };
        var options = new LogLlmTrainingOptions { EncoderLora = lora, DecoderLora = lora, Template = stage, Projection = stage, Embedding = stage, Whole = stage, HeldBack = 0.3, Loop = Loop };
        return SameAsync((model, run, stop) => Reported(LogLlmTraining.TrainAsync(model, Known, options, run, stop)));
    }

    [Fact]
    public Task Adaptation_Resumed_IsTheSame() => SameAsync((model, run, stop) =>
        Reported(DomainAdaptation.AdaptAsync(model, TinySystem.Windows(20, seed: 32, healthy: TinySystem.Foreign, labelled: false), Known, new AdaptationOptions { Loop = Loop }, run, stop)));

    [Fact]
    public Task Update_Resumed_IsTheSame() => SameAsync((model, run, stop) =>
        Reported(IncrementalUpdate.UpdateAsync(model, TinySystem.Windows(20, seed: 33), Known, new UpdateOptions { Loop = Loop, Tolerance = 1 }, run, stop)));

    [Fact]
    public Task Distillation_Resumed_IsTheSame() => SameAsync(async (model, run, stop) =>
    {
        // The model is the student here.
        using TrainableModel knows = teacher.Open();
        return await Reported(Distillation.DistillAsync(knows, model, Known, new DistillationOptions { Vectors = new() { Epochs = 2 }, Answers = new() { Epochs = 3 }, HeldBack = 0.3, Loop = Loop }, run, stop));
    });

    [Fact]
    public async Task Resumed_WithOtherWindows_IsRefused_AndTheModelIsWhatItWas()
    {
        using TrainableModel model = teacher.Open();
        string run = teacher.Fresh();
        using var stop = new CancellationTokenSource();
        var options = new UpdateOptions { Loop = Loop };
        var begun = new TrainingRunOptions { Folder = run, Progress = _ => stop.Cancel() };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => IncrementalUpdate.UpdateAsync(model, TinySystem.Windows(20, seed: 33), Known, options, begun, stop.Token));
        TrainingException e = await Assert.ThrowsAsync<TrainingException>(
            () => IncrementalUpdate.UpdateAsync(model, TinySystem.Windows(20, seed: 34), Known, options, new TrainingRunOptions { Folder = run, Resume = true }));
        Assert.Contains("the checksum of the windows was ", e.Message, StringComparison.Ordinal);
        Assert.Equal(teacher.Hash, TeacherFixture.HashOf(model.Network));
    }

    private static TrainingSet Few()
    {
        TrainingSet set = TinySystem.Windows(6, seed: 35, anomalies: 0.5);
        TinySystem.Add(set, 20, seed: 36, anomalies: 0, labelled: false);
        return set;
    }

    private static async Task<object> Reported<T>(Task<T> work) => (await work)!;

    private async Task SameAsync(Func<TrainableModel, TrainingRunOptions, CancellationToken, Task<object>> learn)
    {
        using TrainableModel whole = teacher.Open();
        int steps = 0;
        string folder = teacher.Fresh();
        object expected = await learn(whole, new TrainingRunOptions { Folder = folder, Progress = _ => steps += Directory.Exists(folder) ? 1 : 0 }, CancellationToken.None);
        Assert.NotEqual(teacher.Hash, TeacherFixture.HashOf(whole.Network));

        using TrainableModel first = teacher.Open();
        string path = first.Folder, run = teacher.Fresh();
        foreach (double share in new[] { 0.2, 0.4 })
        {
            using TrainableModel model = TrainableModel.Open(path);
            using var stop = new CancellationTokenSource();
            int left = (int)Math.Ceiling(share * steps);
            var options = new TrainingRunOptions
            {
                Folder = run,
                Resume = Directory.Exists(run),
                Progress = _ =>
                {
                    if (Directory.Exists(run) && --left == 0)
                    {
                        stop.Cancel();
                    }
                },
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => learn(model, options, stop.Token));
        }

        // As if it had been killed while it saved the model.
        using (TrainableModel torn = TrainableModel.Open(path))
        {
            using (torch.no_grad())
            {
                torn.Network.Projector["weight"].mul_(3);
            }

            torn.Save();
        }

        using TrainableModel last = TrainableModel.Open(path);
        object actual = await learn(last, new TrainingRunOptions { Folder = run, Resume = true }, CancellationToken.None);
        Assert.Equal(expected, actual);
        Assert.Equal(TeacherFixture.HashOf(whole.Network), TeacherFixture.HashOf(last.Network));
        Assert.Equal(whole.Calibration, last.Calibration);
    }
}
