using LogGuardian.Inference;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Learning;

[Collection(LearningGroup.Name)]
public sealed class PooledTrainingTests(TeacherFixture teacher)
{
    private static readonly PooledTrainingOptions Quick = new() { Words = new() { Epochs = 0 }, Answers = new() { Epochs = 15, LearningRate = 5e-3 }, Loop = TeacherFixture.Loop };

    [Fact]
    public async Task Model_OfLabelledWindows_FindsTheMessageThatGivesThemAway()
    {
        using PooledModel model = Fresh(TinySystem.Windows(300, seed: 2));
        IReadOnlyDictionary<string, double> measured = await PooledTraining.TrainAsync(model, TinySystem.Windows(300, seed: 2), Quick);
        Assert.InRange(measured[HeldBackMetrics.F1], 0.9, 1);

        // Of single messages it was told nothing.
        using PooledModel opened = PooledModel.Open(model.Folder);
        Assert.All(opened.Score(Singles(TinySystem.Failures)), score => Assert.True(score > 0));
        Assert.All(opened.Score(Singles(TinySystem.Healthy)), score => Assert.True(score < 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bundle_OfLabels_HoldsForTheirSystemAlone(bool general)
    {
        TrainingSet set = TinySystem.Windows(60, seed: 2);
        using PooledModel model = Fresh(set);
        await PooledTraining.TrainAsync(model, set, Quick with { Answers = new() { Epochs = 1 } });
        string path = Path.Combine(model.Folder, "bundle");
        await ModelExport.WriteAsync(model, path, new ModelExportOptions { Quantized = false, General = general, Sample = set });
        using ModelBundle bundle = ModelBundle.Open(path);
        IDetector detector = bundle.CreateLogLlm();
        using var _ = (IDisposable)detector;
        Assert.Equal((!general, !general, general), (detector.IsCalibrated, detector.IsSelective, detector.Settles.Count > 0));
    }

    [Fact]
    public async Task Labels_OfTheOtherWayRound_GiveTheOppositeAnswer()
    {
        var set = new TrainingSet();
        foreach (string message in Enumerable.Repeat(TinySystem.Healthy.Concat(TinySystem.Failures), 10).SelectMany(messages => messages))
        {
            set.Add([message], TinySystem.Healthy.Contains(message));
        }

        using PooledModel model = Fresh(set);
        await PooledTraining.TrainAsync(model, set, Quick);
        Assert.All(model.Score(Singles(TinySystem.Failures)), score => Assert.True(score < 0));
    }

    [Fact]
    public async Task Run_OfTheSameSeed_GivesTheSameWeights_AndSmoothingOthers()
    {
        TrainingSet set = TinySystem.Windows(60, seed: 2);
        PooledTrainingOptions options = Quick with { Words = new() { Epochs = 1 }, Answers = new() { Epochs = 1 } };
        async Task<string> TrainAsync(PooledTrainingOptions how)
        {
            using PooledModel model = Fresh(set);
            await PooledTraining.TrainAsync(model, set, how);
            return TeacherFixture.HashOf(model.Network);
        }

        string first = await TrainAsync(options);
        Assert.Equal(first, await TrainAsync(options));
        Assert.NotEqual(first, await TrainAsync(options with { Smoothing = 0.2 }));
        Assert.NotEqual(first, await TrainAsync(options with { Words = new() { Epochs = 0 } }));
    }

    [Fact]
    public async Task ShareOfFalseAlarms_MovesTheThresholdAlone()
    {
        TrainingSet set = TinySystem.Windows(120, seed: 2);
        PooledTrainingOptions options = Quick with { Answers = Quick.Answers with { Epochs = 3 }, HeldBack = 0.5 };
        using PooledModel even = Fresh(set), careful = Fresh(set);
        await PooledTraining.TrainAsync(even, set, options);
        await PooledTraining.TrainAsync(careful, set, options with { FalseAlarmShare = 0.2 });
        Assert.Equal(TeacherFixture.HashOf(even.Network), TeacherFixture.HashOf(careful.Network));
        Assert.Equal(even.Calibration.Slope, careful.Calibration.Slope);
        TrainingSet other = TinySystem.Windows(200, seed: 3, anomalies: 0);
        Assert.InRange(even.Score(other).Count(score => score >= 0), 0, 10);
        Assert.InRange(careful.Score(other).Count(score => score >= 0), 20, 70);
    }

    [Fact]
    public async Task Sharpness_KeepsManyHarmlessMessagesFromAddingUp()
    {
        TrainingSet set = TinySystem.Windows(300, seed: 2);
        var lengths = new TrainingSet();
        lengths.Add([TinySystem.Healthy[0]], null);
        lengths.Add([.. Enumerable.Repeat(TinySystem.Healthy[0], 12)], null);
        lengths.Add([TinySystem.Failures[0]], null);
        async Task<double> GrowthAsync(double sharpness)
        {
            using PooledModel model = Fresh(set);
            await PooledTraining.TrainAsync(model, set, Quick with { Sharpness = sharpness, Answers = Quick.Answers with { Epochs = 15 } });
            IReadOnlyList<float> scores = model.Score(lengths);
            return (scores[1] - scores[0]) / (scores[2] - scores[0]);
        }

        // Of what a failure is worth.
        Assert.InRange(await GrowthAsync(8) / await GrowthAsync(1), 0, 0.5);
    }

    [Fact]
    public async Task Labels_OfOneClass_AreRefused_AndTheModelStays()
    {
        TrainingSet set = TinySystem.Windows(20, seed: 2, anomalies: 0);
        using PooledModel model = Fresh(set);
        string before = TeacherFixture.HashOf(model.Network);
        var e = await Assert.ThrowsAsync<TrainingException>(() => PooledTraining.TrainAsync(model, set, Quick));
        Assert.Contains("The set has 0 anomalous windows among 20 labelled ones", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, TeacherFixture.HashOf(model.Network));
        var options = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => PooledTraining.TrainAsync(model, set, Quick with { Smoothing = 0.5 }));
        Assert.Contains("Smoothing", options.Message, StringComparison.Ordinal);
    }

    private static TrainingSet Singles(IEnumerable<string> messages)
    {
        var set = new TrainingSet();
        foreach (string message in messages)
        {
            set.Add([message], null);
        }

        return set;
    }

    private PooledModel Fresh(TrainingSet set) =>
        PooledModel.Create(teacher.Fresh(), set, new PooledModelOptions { Encoder = TeacherFixture.Encoder, Width = 16, Vocabulary = 512, MaxMessages = 12 }, new BundleMessage(MessageMasks.None));
}
