using LogGuardian.TestModels;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.LogLlm;

[Collection(TorchTests.Name)]
public sealed class LogLlmTrainingTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public LogLlmTrainingTests() => TorchTests.Require();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task PretrainAndTrain_OfGeneratedTask_TellsClassesApart()
    {
        TrainingSet set = TrainingSample.Windows(240);
        using TrainableModel model = TrainingSample.Create(_folder.Path, set);
        List<TrainingProgress> seen = [];
        var run = new TrainingRunOptions { Progress = seen.Add };
        var options = new LogLlmTrainingOptions
        {
            Words = new StageOptions { Epochs = 40, LearningRate = 3e-3 },
            Order = new StageOptions { Epochs = 6, LearningRate = 3e-3 },
            Template = new StageOptions { Epochs = 12, LearningRate = 4e-3 },
            Projection = new StageOptions { Epochs = 4, LearningRate = 5e-3 },
            Embedding = new StageOptions { Epochs = 4, LearningRate = 2e-3 },
            Whole = new StageOptions { Epochs = 20, LearningRate = 3e-3 },
            HeldBack = 0.25,
        };
        await LogLlmTraining.PretrainAsync(model, set, options, run);
        IReadOnlyDictionary<string, double> metrics = await LogLlmTraining.TrainAsync(model, set, options, run);

        Assert.InRange(metrics[HeldBackMetrics.AveragePrecision], 0.95, 1);
        Assert.InRange(metrics[HeldBackMetrics.F1], 0.9, 1);
        IEnumerable<IGrouping<string, TrainingProgress>> stages = seen.GroupBy(progress => progress.Stage);
        Assert.Equal(["words", "order", "template", "projection", "embedding", "whole"], stages.Select(stage => stage.Key));
        Assert.All(stages, stage =>
        {
            // The last step of an epoch has few samples. What speaks to a frozen decoder that does not yet listen stays where it is, at the loss of the classes' shares.
            double[] epochs = [.. stage.GroupBy(step => (int)Math.Ceiling(step.Epoch)).Select(epoch => epoch.SkipLast(1).DefaultIfEmpty(epoch.Last()).Average(step => step.Loss))];
            double most = stage.Key is "projection" or "embedding" ? 1.05 * epochs[0] : 0.9 * epochs[0];
            Assert.True(epochs[^1] < most, $"{stage.Key}: {string.Join(' ', epochs)}");
        });

        // What is kept answers as what was trained, on windows that nobody saw, and what it says is calibrated.
        using TrainableModel opened = TrainableModel.Open(_folder.Path);
        TrainingSet fresh = TrainingSample.Windows(80, seed: 2);
        IReadOnlyList<float> scores = model.Score(fresh);
        Assert.Equal(scores, opened.Score(fresh));
        int wrong = fresh.Windows.Zip(scores).Count(pair => pair.First.IsAnomaly != pair.Second > 0);
        Assert.True(wrong <= 8, $"{wrong} wrong by {model.Calibration}: {string.Join(" ", scores)}");
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stages_ChangeWhatTheyMust_AndNothingElse(bool lora)
    {
        TrainingSet set = TrainingSample.Windows(40);
        using TrainableModel model = TrainingSample.Create(_folder.Path, set);
        LogLlmTrainingOptions all = TrainingSample.Everything with { Stop = null };
        if (!lora)
        {
            all = all with { EncoderLora = null, DecoderLora = null };
        }

        LogLlmTrainingOptions Only(Func<LogLlmTrainingOptions, LogLlmTrainingOptions> with)
        {
            var none = new StageOptions { Epochs = 0 };
            return with(all with { Words = none, Order = none, Template = none, Projection = none, Embedding = none, Whole = none });
        }

        var one = new StageOptions { LearningRate = 1e-2 };
        Assert.Equal("encoder", await ChangedAsync(Only(o => o with { Words = one }), labelled: false));
        Assert.Equal("projector decoder", await ChangedAsync(Only(o => o with { Order = one }), labelled: false));
        string adapters = lora ? " adapters" : "";
        Assert.Equal("decoder" + adapters, await ChangedAsync(Only(o => o with { Template = one }), labelled: true));
        Assert.Equal("projector", await ChangedAsync(Only(o => o with { Projection = one }), labelled: true));
        Assert.Equal("encoder projector" + adapters, await ChangedAsync(Only(o => o with { Embedding = one }), labelled: true));
        Assert.Equal("encoder projector decoder" + adapters, await ChangedAsync(Only(o => o with { Whole = one }), labelled: true));

        // Which parts learn, and whether only their adapters do.
        async Task<string> ChangedAsync(LogLlmTrainingOptions options, bool labelled)
        {
            (string Name, ParameterSet Part)[] parts = [("encoder", model.Network.Encoder.Parameters), ("projector", model.Network.Projector), ("decoder", model.Network.Decoder.Parameters)];
            Dictionary<string, float[]> Numbers(ParameterSet part) => part.All.ToDictionary(each => each.Key, each => each.Value.data<float>().ToArray());
            Dictionary<string, float[]>[] before = [.. parts.Select(part => Numbers(part.Part))];
            await (labelled ? LogLlmTraining.TrainAsync(model, set, options) : LogLlmTraining.PretrainAsync(model, set, options));
            List<string> changed = [];
            bool onlyAdapters = true;
            for (int i = 0; i < parts.Length; i++)
            {
                string[] names = [.. Numbers(parts[i].Part).Where(each => !before[i].TryGetValue(each.Key, out float[]? old)
                    ? each.Key.EndsWith(".lora_B.weight", StringComparison.Ordinal) && each.Value.Any(value => value != 0)
                    : !old.SequenceEqual(each.Value)).Select(each => each.Key)];
                if (names.Length > 0)
                {
                    changed.Add(parts[i].Name);
                    onlyAdapters &= parts[i].Name == "projector" || names.All(ParameterSet.IsAdapter);
                }
            }

            return string.Join(' ', changed) + (onlyAdapters && changed is not ["projector"] ? " adapters" : "");
        }
    }

    [SkippableFact]
    public async Task Train_WithoutWhatItNeeds_SaysWhatToChange()
    {
        TrainingSet set = TrainingSample.Windows(12);
        using TrainableModel model = TrainingSample.Create(_folder.Path, set);
        async Task<string> RefusedAsync(Func<Task> train) => (await Assert.ThrowsAsync<TrainingException>(train)).Message;

        Assert.Contains("0 normal windows among 0", await RefusedAsync(() => LogLlmTraining.TrainAsync(model, new TrainingSet())), StringComparison.Ordinal);
        Assert.Contains("'words' has no samples", await RefusedAsync(() => LogLlmTraining.PretrainAsync(model, new TrainingSet())), StringComparison.Ordinal);
        var normal = new TrainingSet();
        normal.Add(["a b"], isAnomaly: false);
        normal.Add(["c d"], isAnomaly: false);
        Assert.Contains("0 anomalous windows among 2", await RefusedAsync(() => LogLlmTraining.TrainAsync(model, normal)), StringComparison.Ordinal);
        LogLlmTrainingOptions unordered = new() { Words = new StageOptions { Epochs = 0 } };
        Assert.Contains("'order' has no samples", await RefusedAsync(() => LogLlmTraining.PretrainAsync(model, normal, unordered)), StringComparison.Ordinal);

        // Of windows that do not fit it is said before anything is learned.
        using TrainableModel small = TrainableModel.Create(
            Path.Combine(_folder.Path, "small"), set, TrainingSample.Model with { Decoder = TrainingSample.Model.Decoder with { MaxRows = 25 } }, model.Message);
        string message = await RefusedAsync(() => LogLlmTraining.TrainAsync(small, set));
        Assert.Contains("the decoder reads at most 25", message, StringComparison.Ordinal);
        Assert.Contains("MaxMessages", message, StringComparison.Ordinal);
        Assert.Equal(message, await RefusedAsync(() => LogLlmTraining.PretrainAsync(small, set)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => LogLlmTraining.TrainAsync(model, set, new LogLlmTrainingOptions { HeldBack = 0.9 }));
    }

    [SkippableFact]
    public async Task Train_ThatFails_SaysSoInItsRun()
    {
        TrainingSet set = TrainingSample.Windows(40);
        using TrainableModel model = TrainingSample.Create(_folder.Path, set);
        string run = Path.Combine(_folder.Path, "run");
        LogLlmTrainingOptions wild = TrainingSample.Everything with { Whole = new StageOptions { LearningRate = 1e30 }, EncoderLora = null, DecoderLora = null };
        TrainingException error = await Assert.ThrowsAsync<TrainingException>(() => LogLlmTraining.TrainAsync(model, set, wild, new TrainingRunOptions { Folder = run }));
        Assert.Contains("Stage 'whole', step ", error.Message, StringComparison.Ordinal);
        RunRecord record = RunFolder.Read(run);
        Assert.Equal((RunOutcome.Failed, error.Message), (record.Outcome, record.Message));
        Assert.Equal("embedding", new Checkpoints(Path.Combine(run, RunFolder.CheckpointsName)).Latest()!.Name);

        // What it says helps.
        LogLlmTrainingOptions tame = wild with { Whole = new StageOptions { LearningRate = 1e-4 } };
        await LogLlmTraining.TrainAsync(model, set, tame, new TrainingRunOptions { Folder = run, Resume = true });
        Assert.NotEqual(RunOutcome.Failed, RunFolder.Read(run).Outcome);
    }
}
