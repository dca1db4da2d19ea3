using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Learning;

/// <summary>What a trained model goes on to learn beside weights in 4 bits.</summary>
[Collection(LearningGroup.Name)]
public sealed class FourBitTrainingTests(TeacherFixture teacher)
{
    // The model takes it for normal; here it is not.
    private const string Wrong = "cache refreshed";

    private static readonly string[] Rest = [.. TinySystem.Healthy.Where(message => message != Wrong)];

    [Fact]
    public async Task Tuning_MovesAWrongAnswer()
    {
        using TrainableModel model = teacher.Open();
        TrainingSet wrong = TinySystem.Windows(40, seed: 11, anomalies: 1, healthy: Rest, failures: [Wrong]);
        TrainingSet set = TinySystem.Windows(4, seed: 13, anomalies: 1, healthy: Rest, failures: [Wrong]);
        TinySystem.Add(set, 4, seed: 14, anomalies: 0, healthy: Rest);
        TinySystem.Add(set, 60, seed: 15, anomalies: 0, labelled: false, healthy: Rest);
        var options = new TuningOptions { Lora = new() { Rank = 4, FourBit = true }, MaxEpochs = 30, LearningRate = 5e-3, Anchor = 1e-3, Folds = 3, MaxUnlabelled = 100 };
        TuningReport report = await FewShotTuning.TuneAsync(model, set, options);
        Assert.True(report.LossAfter < report.LossBefore, $"{report}");
        using TrainableModel opened = TrainableModel.Open(model.Folder);
        Assert.InRange(TinySystem.Right(wrong, opened.Score(wrong)), 0.8, 1);
        Assert.Equal(TeacherFixture.HashOf(opened.Network), TeacherFixture.HashOf(model.Network));
    }
}
