using LogGuardian.Inference;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Learning;

[Collection(LearningGroup.Name)]
public sealed class TuningTests(TeacherFixture teacher)
{
    // The model takes it for normal; here it is not.
    private const string Wrong = "cache refreshed";

    private static readonly string[] Rest = [.. TinySystem.Healthy.Where(message => message != Wrong)];
    private static readonly TuningOptions Quick = new() { MaxEpochs = 30, LearningRate = 5e-3, Anchor = 1e-3, Folds = 3, MaxUnlabelled = 100 };

    [Theory]
    [InlineData(4, true)]
    [InlineData(0, true)]
    [InlineData(4, false)]
    public async Task WrongAnswer_OfAFewLabels_IsMoved_AndOthersStay(int normal, bool unlabelled)
    {
        using TrainableModel model = teacher.Open();
        TrainingSet wrong = Samples(40, seed: 11, 1), known = TinySystem.Windows(60, seed: 12, healthy: Rest);
        Assert.InRange(TinySystem.Right(wrong, model.Score(wrong)), 0, 0.3);
        TrainingSet set = Samples(4, seed: 13, 1);
        TinySystem.Add(set, normal, seed: 14, anomalies: 0, healthy: Rest);
        if (unlabelled)
        {
            TinySystem.Add(set, 60, seed: 15, anomalies: 0, labelled: false, healthy: Rest);
        }

        TuningReport report = await FewShotTuning.TuneAsync(model, set, Quick);
        Assert.Equal((4 + normal, 4 + normal), (report.Labelled, report.LeftOut));
        Assert.InRange(report.Epochs, 1, Quick.MaxEpochs);
        Assert.True(report.LossAfter < report.LossBefore, $"{report}");
        Assert.True(report.RightAfter > report.RightBefore, $"{report}");
        using TrainableModel opened = TrainableModel.Open(model.Folder);
        Assert.InRange(TinySystem.Right(wrong, opened.Score(wrong)), 0.8, 1);
        Assert.InRange(TinySystem.Right(known, opened.Score(known)), 0.85, 1);
        Assert.DoesNotContain(model.Network.Encoder.Parameters.All.Keys.Concat(model.Network.Decoder.Parameters.All.Keys), ParameterSet.IsAdapter);
        Assert.Equal(TeacherFixture.HashOf(opened.Network), TeacherFixture.HashOf(model.Network));
    }

    [Fact]
    public async Task ModelWithoutADecoder_IsMovedToo()
    {
        TrainingSet wrong = Samples(40, seed: 11, 1), rest = TinySystem.Windows(60, seed: 12, healthy: Rest);
        using PooledModel model = await teacher.PooledAsync();
        Assert.InRange(TinySystem.Right(wrong, model.Score(wrong)), 0, 0.3);
        TrainingSet set = Samples(4, seed: 13, 1);
        TinySystem.Add(set, 4, seed: 14, anomalies: 0, healthy: Rest);
        TinySystem.Add(set, 60, seed: 15, anomalies: 0, labelled: false, healthy: Rest);
        TuningReport report = await FewShotTuning.TuneAsync(model, set, Quick);
        Assert.True(report.RightAfter > report.RightBefore, $"{report}");
        using WindowModel opened = WindowModel.Open(model.Folder);
        Assert.InRange(TinySystem.Right(wrong, opened.Score(wrong)), 0.8, 1);
        Assert.InRange(TinySystem.Right(rest, opened.Score(rest)), 0.85, 1);
        Assert.DoesNotContain(opened.Network.Encoder.Parameters.All.Keys, ParameterSet.IsAdapter);
        Assert.True(opened.Calibration.Fitted);
    }

    [Fact]
    public async Task Labels_ThatDoNotSuffice_AreRefused()
    {
        using TrainableModel model = teacher.Open();
        async Task Refused(string message, TrainingSet set) =>
            Assert.Contains(message, (await Assert.ThrowsAsync<TrainingException>(() => FewShotTuning.TuneAsync(model, set, Quick))).Message, StringComparison.Ordinal);

        string before = TeacherFixture.HashOf(model.Network);
        await Refused("The set has 17 labelled windows; tuning takes 1 to 16. With more, train", TinySystem.Windows(17, seed: 1));
        await Refused("The set has 0 labelled windows", TinySystem.Windows(17, seed: 1, labelled: false));
        await Refused("All 3 labelled windows are anomalous and the set has no unlabelled ones", TinySystem.Windows(3, seed: 1, anomalies: 1));
        TrainingSet calm = TinySystem.Windows(3, seed: 1, anomalies: 0);
        TinySystem.Add(calm, 20, seed: 2, anomalies: 0, labelled: false);
        await Refused("All 3 labelled windows are normal, and the model takes none of the 20 unlabelled ones for anomalous", calm);
        Assert.Equal(before, TeacherFixture.HashOf(model.Network));
    }

    [Fact]
    public async Task Cancelled_LeavesTheWeights()
    {
        using TrainableModel model = teacher.Open();
        string before = TeacherFixture.HashOf(model.Network);
        using var stop = new CancellationTokenSource();
        TrainingSet set = TinySystem.Windows(8, seed: 1, anomalies: 0.5);
        var run = new TrainingRunOptions { Progress = progress => stop.Cancel() };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FewShotTuning.TuneAsync(model, set, Quick, run, stop.Token));
        Assert.Equal(before, TeacherFixture.HashOf(model.Network));
        Assert.DoesNotContain(model.Network.Decoder.Parameters.All.Keys, ParameterSet.IsAdapter);
    }

    [Fact]
    public void Bias_OfUnlabelledWindows_LiesAboveMostOfThem_AndBelowTheLeastAnomaly()
    {
        TrainingWindow[] windows = [new(new[] { 0 }, true), new(new[] { 0 }, false)];
        float[] calm = [.. Enumerable.Range(0, 99).Select(i => 2 + (i / 100f)), 9];
        var before = new BundleCalibration(1, 0);
        BundleCalibration found = UnlabelledCalibration.Of(windows, [5, 1], calm, 0.02, before);
        Assert.Equal((2.97f + 2.98f) / 2, -found.Bias / found.Slope, 0.001f);
        Assert.Equal(new BundleCalibration(1, -2.97f), UnlabelledCalibration.Of([windows[1]], [1], calm, 0.02, before));
        found = UnlabelledCalibration.Of([windows[0]], [5], calm, 0.02, before);
        Assert.Equal((2.97f + 5) / 2, -found.Bias / found.Slope, 0.01f);
    }

    [Theory]
    [InlineData(300, 700)]
    [InlineData(10, 990)]
    [InlineData(501, 980)]
    public void UnlabelledWindows_AreNormalBelowTheScoreThatTellsLabelsApart_UnlessThatWereFew(int anomalous, int calm)
    {
        TrainingWindow[] windows = [.. Enumerable.Range(0, 16).Select(i => new TrainingWindow(new[] { 0 }, i < 8))];
        float[] scores = [.. windows.Select((window, i) => window.IsAnomaly == true ? 5 + i : -5f + i - 8)];
        float[] unlabelled = [.. Enumerable.Range(0, 1000).Select(i => i < anomalous ? 9f : -2)];
        Assert.Equal(calm, UnlabelledCalibration.CalmOf(windows, scores, unlabelled, 0.02).Length);
        Assert.Equal(980, UnlabelledCalibration.CalmOf(windows[..8], scores[..8], unlabelled, 0.02).Length);

        // Where scores do not tell labelled ones apart, they tell nothing of the others.
        float[] mixed = [.. windows.Select((_, i) => (float)(i % 8))];
        Assert.Equal(980, UnlabelledCalibration.CalmOf(windows, mixed, unlabelled, 0.02).Length);
    }

    [Fact]
    public void Threshold_OfManyAnomaliesWithoutLabels_LiesBelowThem()
    {
        TrainingWindow[] windows = [.. Enumerable.Range(0, 16).Select(i => new TrainingWindow(new[] { 0 }, i < 8))];
        float[] scores = [.. windows.Select((window, i) => window.IsAnomaly == true ? 5 + i : -5f + i - 8)];
        float[] unlabelled = [.. Enumerable.Range(0, 100).Select(i => i < 20 ? 8f + i : -3)];
        BundleCalibration found = UnlabelledCalibration.Of(windows, scores, unlabelled, 0.02, new BundleCalibration(1, 0));
        const float Halfway = (2 + 5) / 2f;
        Assert.Equal((-3 + Halfway) / 2, -found.Bias / found.Slope, 0.01f);
    }

    private static TrainingSet Samples(int count, int seed, double anomalies) => TinySystem.Windows(count, seed, anomalies, healthy: Rest, failures: [Wrong]);
}
