using LogGuardian.Inference;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Learning;

/// <summary>Which windows are worth a label.</summary>
[Collection(LearningGroup.Name)]
public sealed class SuggestionTests(TeacherFixture teacher)
{
    [Theory]
    [InlineData(300)]
    [InlineData(2_400)]
    public void Suggest_RareFailures_HasSomeOfThem_AndNormalWindows(int normal)
    {
        // It tells failures from one another; for the teacher one stands for all.
        using var bundle = ModelBundle.OpenDefault();
        using var model = PooledModel.FromBundle(teacher.Fresh(), bundle);
        TrainingSet set = Mixed(normal);
        IReadOnlyList<int> places = FewShotTuning.Suggest(model, set);
        Assert.Equal((16, 16), (places.Count, places.Distinct().Count()));

        // A draw would have one of them in two, or in twelve.
        Assert.InRange(places.Count(place => set.Windows[place].IsAnomaly == true), 2, 12);
        Assert.Equal(places, FewShotTuning.Suggest(model, set.WithLabelsOf([])));
        Assert.Equal(5, FewShotTuning.Suggest(model, set, 5).Distinct().Count());
    }

    [Fact]
    public void Suggest_WindowsThatSayTheSame_HasOneOfThem()
    {
        using TrainableModel model = teacher.Open();
        var set = new TrainingSet();
        for (int i = 0; i < 60; i++)
        {
            set.Add([TinySystem.Healthy[i % 3], TinySystem.Healthy[3]], i % 2 == 0);
        }

        Assert.Equal([0, 1, 2], FewShotTuning.Suggest(model, set).Order());
        Assert.Empty(FewShotTuning.Suggest(model, new TrainingSet()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public void Suggest_CountOutOfRange_IsRefused(int count)
    {
        using TrainableModel model = teacher.Open();
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => FewShotTuning.Suggest(model, Mixed(10), count)).ParamName);
    }

    [Fact]
    public async Task Tune_LogsThatHoldWhatIsLabelled_DoNotSpeakAgainstIt()
    {
        using TrainableModel one = teacher.Open(), other = teacher.Open();
        TrainingSet set = TinySystem.Windows(8, seed: 3, anomalies: 0.5);
        TinySystem.Add(set, 40, seed: 4, anomalies: 0, labelled: false);
        var quick = new TuningOptions { MaxEpochs = 3, Folds = 2 };
        TuningReport report = await FewShotTuning.TuneAsync(one, set, quick);
        foreach (TrainingWindow window in set.Windows.Where(window => window.IsAnomaly == true).ToArray())
        {
            set.Add([.. window.Messages.ToArray().Select(message => set.Messages[message])], isAnomaly: null);
        }

        Assert.Equal(report, await FewShotTuning.TuneAsync(other, set, quick));
        Assert.Equal(TeacherFixture.HashOf(one.Network), TeacherFixture.HashOf(other.Network));
    }

    /// <summary>Twelve failures among normal windows.</summary>
    private static TrainingSet Mixed(int normal)
    {
        TrainingSet set = TinySystem.Windows(normal, seed: 1, anomalies: 0);
        TinySystem.Add(set, 12, seed: 20, anomalies: 1);
        return set;
    }
}
