using LogGuardian.Tests.Core.Sources;
using LogGuardian.Training;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Tests.Training.Running;

[Collection(TorchTests.Name)]
public sealed class TrainingLoopTests : IDisposable
{
    private static readonly LoopOptions Loop = new() { BatchSize = 6, MicroBatchSize = 6, WeightDecay = 0, MaxGradient = 1000 };
    private static readonly StageOptions Constant = new() { LearningRate = 0.1, Schedule = new LearningRateSchedule { Kind = LearningRateKind.Constant } };
    private readonly TempFolder _folder = new();

    public TrainingLoopTests() => TorchTests.Require();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(1)]
    public void MicroBatches_GiveTheSameStep(int micro)
    {
        using var whole = new TinyNetwork();
        using var parts = new TinyNetwork();
        Dictionary<string, float[]> expected = Answer(whole, Loop);
        Dictionary<string, float[]> actual = Answer(parts, Loop with { MicroBatchSize = micro });
        Assert.All(expected, each => Assert.All(each.Value.Zip(actual[each.Key]), pair => Assert.Equal(pair.First, pair.Second, 1e-5)));
    }

    [SkippableFact]
    public void Gradients_LongerThanTheMost_AreShortened()
    {
        // AdamW does not see how long gradients are, but how they compare: a long one before short ones makes later steps small unless it is cut.
        double[] Run(double most)
        {
            var line = new Line([1000, 1, 1, 1]);
            Train(line, Constant with { Epochs = 1 }, Loop with { BatchSize = 1, MicroBatchSize = 1, MaxGradient = most });
            return [.. line.Seen];
        }

        double[] cut = Run(1), whole = Run(1e9);
        Assert.Equal(whole[1], cut[1], 1e-3);
        Assert.NotEqual(whole[^1], cut[^1], 1e-2);
        double[] cutByHand = Cut(1);
        Assert.All(cut.Zip(cutByHand), pair => Assert.Equal(pair.Second, pair.First, 1e-4));

        // AdamW by hand on w, where a sample's loss is s * w, in the order that the loop chose: s is what the gradient is.
        double[] Cut(double most)
        {
            var line = new Line([1000, 1, 1, 1]);
            Train(line, Constant with { Epochs = 1 }, Loop with { BatchSize = 1, MicroBatchSize = 1, MaxGradient = most });
            double w = 0, first = 0, second = 0;
            List<double> seen = [];
            for (int step = 1; step <= line.Samples.Count; step++)
            {
                seen.Add(w);
                double gradient = Math.Min(most, line.Samples[step - 1]);
                first = (0.9 * first) + (0.1 * gradient);
                second = (0.999 * second) + (0.001 * gradient * gradient);
                w -= 0.1 * (first / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(second / (1 - Math.Pow(0.999, step))) + 1e-8);
            }

            return [.. seen];
        }
    }

    [SkippableTheory]
    [InlineData(0, 6)]
    [InlineData(5, 6)]
    [InlineData(10, 10)]
    public void LeastSteps_GiveFewSamplesMoreEpochs(int least, int steps)
    {
        var line = new Line([1, 2, 3]) { Values = [0.1, 0.2, 0.3, 0.4] };
        Train(line, Constant with { Epochs = 2, LeastSteps = least }, Loop with { BatchSize = 1, MicroBatchSize = 1 });
        Assert.Equal(steps, line.Seen.Count);

        // Every epoch has every sample, and is measured.
        Assert.All(line.Samples.Chunk(3).Take(steps / 3), epoch => Assert.Equal([1.0, 2, 3], epoch.Order()));
        Assert.Equal((steps + 2) / 3, line.Measured.Count);
    }

    [SkippableTheory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void LossThatIsNoNumber_NamesStageStepAndFix_AndTheCheckpointStays(float bad)
    {
        var line = new Line([1, 1, 1, 1, 1, 1]) { Bad = bad, BadAt = 5 };
        var checkpoints = new Checkpoints(_folder.Path);
        string message = Assert.Throws<TrainingException>(() => Train(line, Constant with { Epochs = 1 }, Loop with { BatchSize = 1, MicroBatchSize = 1, CheckpointEvery = 2 }, checkpoints)).Message;
        Assert.Contains("Stage 'line', step 5", message, StringComparison.Ordinal);
        Assert.Contains("Lower the learning rate, which is 0.1", message, StringComparison.Ordinal);
        Assert.Equal(4, checkpoints.Latest()!.Step);
        Assert.All(line.Weight.data<float>().ToArray(), number => Assert.True(float.IsFinite(number)));
    }

    [SkippableFact]
    public void MemoryThatIsRefused_SaysToLowerWhat_AndTheCheckpointStays()
    {
        var line = new Line([1, 1, 1, 1, 1, 1]) { HugeAt = 5 };
        var checkpoints = new Checkpoints(_folder.Path);
        string message = Assert.Throws<TrainingException>(() => Train(line, Constant with { Epochs = 1 }, Loop with { BatchSize = 1, MicroBatchSize = 1, CheckpointEvery = 2 }, checkpoints)).Message;
        Assert.Contains("Stage 'line', step 5: there is not enough memory for 1 samples at once. Lower MicroBatchSize, which is 1", message, StringComparison.Ordinal);
        Assert.Equal(4, checkpoints.Latest()!.Step);
    }

    [SkippableTheory]
    [InlineData(null, new[] { 0.2, 0.9, 0.9, 0.1, 0.3 }, 3, 5)]
    [InlineData(2, new[] { 0.2, 0.9, 0.1, 0.3, 0.95 }, 2, 4)]
    [InlineData(1, new[] { 0.5, 0.4, 0.9 }, 1, 2)]
    [InlineData(1, new[] { 0.5, 0.5, 0.9 }, 2, 2)]
    [InlineData(3, new[] { 0.5, 0.6, 0.9 }, 3, 3)]
    public void EndOfStage_TakesTheWeightsThatDidBest(int? patience, double[] values, int best, int epochs)
    {
        var line = new Line([1, 1]) { Values = values };
        EarlyStopping? stop = patience is { } some ? new EarlyStopping { Patience = some } : null;
        bool isEarly = Train(line, Constant with { Epochs = values.Length }, Loop with { BatchSize = 1, MicroBatchSize = 1 }, null, stop);
        Assert.Equal(epochs, line.Measured.Count);
        Assert.Equal(epochs < values.Length, isEarly);
        Assert.Equal(line.Measured[best - 1], line.Weight.item<float>());
    }

    [SkippableFact]
    public void PlateauSchedule_LowersTheRate()
    {
        var line = new Line([1, 1]) { Values = [0.5, 0.4, 0.4, 0.6] };
        List<double> rates = [];
        var schedule = new LearningRateSchedule { Kind = LearningRateKind.Plateau, Patience = 0 };
        Train(line, Constant with { Epochs = 4, Schedule = schedule }, Loop with { BatchSize = 2, MicroBatchSize = 1 }, null, null, progress => rates.Add(progress.LearningRate));
        Assert.Equal([0.1, 0.1, 0.05, 0.025], rates);
    }

    [SkippableFact]
    public void Progress_CountsStepsAndEpochs()
    {
        List<TrainingProgress> seen = [];
        var line = new Line([1, 2, 3, 4, 5]) { Values = [0.1, 0.2] };
        Train(line, Constant with { Epochs = 2 }, Loop with { BatchSize = 2, MicroBatchSize = 2 }, null, null, seen.Add);
        Assert.Equal([1, 2, 3, 4, 5, 6], seen.Select(progress => progress.Step));
        Assert.All(seen, progress => Assert.Equal((6, "line"), (progress.Steps, progress.Stage)));
        Assert.Equal([false, false, true, false, false, true], seen.Select(progress => progress.Metrics.Count > 0));
        Assert.Equal([1 / 3.0, 2 / 3.0, 1, 4 / 3.0, 5 / 3.0, 2], seen.Select(progress => progress.Epoch));
        Assert.Equal([1, 2, 3, 4, 5], line.Samples.Take(5).Order());
        Assert.Equal([1, 2, 3, 4, 5], line.Samples.Skip(5).Order());
        Assert.NotEqual(line.Samples.Take(5), line.Samples.Skip(5));
    }

    [SkippableFact]
    public void MoreSteps_GoOnIntoAnEpochThatDoesNotEnd_AndAreMeasured()
    {
        var line = new Line([1, 2, 3]) { Values = [0.1, 0.2, 0.3] };
        var stage = new TrainingStage("line", Constant with { Epochs = 2 }, () => line.Work()) { MoreSteps = 1 };
        new TrainingLoop(Loop with { BatchSize = 1, MicroBatchSize = 1 }, null, null, null).Run([stage], CancellationToken.None);
        Assert.Equal((7, 3), (line.Samples.Count, line.Measured.Count));
        Assert.Equal(line.Measured[^1], line.Weight.item<float>());
    }

    [SkippableTheory]
    [InlineData(0, 2, 8)]
    [InlineData(6, 2, 8)]
    [InlineData(7, 2, 9)]
    [InlineData(100, 0, 0)]
    public void MoreSteps_ComeAfterTheLeast(int least, int epochs, int steps)
    {
        var line = new Line([1, 2, 3]);
        var stage = new TrainingStage("line", Constant with { Epochs = epochs, LeastSteps = least }, () => line.Work()) { MoreSteps = 2 };
        new TrainingLoop(Loop with { BatchSize = 1, MicroBatchSize = 1 }, null, null, null).Run([stage], CancellationToken.None);
        Assert.Equal(steps, line.Samples.Count);
    }

    [SkippableFact]
    public void StageWithoutSamples_SaysWhatToDo() =>
        Assert.Contains("Stage 'line' has no samples", Assert.Throws<TrainingException>(() => Train(new Line([]), Constant, Loop)).Message, StringComparison.Ordinal);

    [SkippableFact]
    public void CheckpointOfOtherStages_IsRefused()
    {
        var checkpoints = new Checkpoints(_folder.Path);
        Train(new Line([1]), Constant, Loop, checkpoints);
        var other = new Line([1]);
        TrainingStage[] stages = [new("other", Constant, () => other.Work())];
        string message = Assert.Throws<TrainingException>(() => new TrainingLoop(Loop, null, checkpoints, null).Run(stages, CancellationToken.None)).Message;
        Assert.Contains("'line'; the stages are other", message, StringComparison.Ordinal);
    }

    private static Dictionary<string, float[]> Answer(TinyNetwork tiny, LoopOptions loop)
    {
        foreach ((_, ParameterSet part) in tiny.Network.Parts)
        {
            part.Train(_ => true);
        }

        using var vectors = new MessageVectors(tiny.Network, tiny.Tokens, learns: true, edits: 0);
        var objective = new AnswerObjective(tiny.Network, vectors, tiny.Prompt, TinyNetwork.Windows, 0, int.MaxValue, 3);
        Dictionary<string, TorchParameter> all = tiny.Network.Parts.SelectMany((part, i) => part.Weights.All.Select(each => ($"{i}{each.Key}", each.Value))).ToDictionary();
        Dictionary<string, float[]> gradients = [];
        var stage = new TrainingStage("answer", Constant, () => new StageWork(objective, all, all, null));

        // The step itself divides gradients by their size, which says nothing of small ones: what is compared is the gradient.
        new TrainingLoop(loop, null, null, _ => gradients = all.Where(each => each.Value.grad is not null).ToDictionary(each => each.Key, each => each.Value.grad!.data<float>().ToArray()))
            .Run([stage], CancellationToken.None);
        Assert.NotEmpty(gradients);
        return gradients;
    }

    private static bool Train(Line line, StageOptions options, LoopOptions loop, Checkpoints? checkpoints = null, EarlyStopping? stop = null, Action<TrainingProgress>? report = null) =>
        new TrainingLoop(loop, stop, checkpoints, report).Run([new TrainingStage("line", options, () => line.Work())], CancellationToken.None);

    /// <summary>One weight w, and samples s whose loss is s * w.</summary>
    private sealed class Line(double[] slopes) : IObjective
    {
        public TorchParameter Weight { get; } = new(zeros(1));

        /// <summary>The weight before each step.</summary>
        public List<double> Seen { get; } = [];

        public List<double> Samples { get; } = [];

        /// <summary>What measuring says, one after the other.</summary>
        public double[]? Values { get; init; }

        /// <summary>The weight at each measurement.</summary>
        public List<float> Measured { get; } = [];

        public float Bad { get; init; }

        public int BadAt { get; init; }

        /// <summary>When more is asked for than any machine has.</summary>
        public int HugeAt { get; init; }

        public StageWork Work() => new(this, Named(), Named(), Values is null ? null : Measure);

        public int[] Order(Random random)
        {
            int[] order = [.. Enumerable.Range(0, slopes.Length)];
            random.Shuffle(order);
            return order;
        }

        public Tensor Loss(ReadOnlySpan<int> samples, Random random)
        {
            double sum = 0;
            foreach (int sample in samples)
            {
                Samples.Add(slopes[sample]);
                sum += slopes[sample];
            }

            Seen.Add(Weight.item<float>());
            if (Seen.Count == HugeAt)
            {
                zeros(1L << 50).Dispose();
            }

            Tensor loss = Weight.sum() * (sum / samples.Length);
            return Seen.Count == BadAt ? loss * Bad : loss;
        }

        private Dictionary<string, TorchParameter> Named() => new() { ["w"] = Weight };

        private Dictionary<string, double> Measure()
        {
            Measured.Add(Weight.item<float>());
            return new Dictionary<string, double> { [HeldBackMetrics.AveragePrecision] = Values![Measured.Count - 1] };
        }
    }
}
