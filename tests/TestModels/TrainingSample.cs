using LogGuardian.Inference;
using LogGuardian.Training;

namespace LogGuardian.TestModels;

/// <summary>A task that a tiny model learns in seconds: normal windows go through a few steps in their order, anomalous ones tell of a failure or break the order.</summary>
public static class TrainingSample
{
    private static readonly string[] Steps = ["session opened from <*>", "user <*> signed in", "query ran for <*> ms", "result sent to <*>", "session closed after <*> ms"];
    private static readonly string[] Between = ["cache hit for key <*>", "heartbeat of worker <*>", "statistics written to <*>"];
    private static readonly string[] Failures = ["disk failure on device <*>", "query aborted: out of memory", "fatal error in worker <*>"];

    public static TrainableModelOptions Model { get; } = new()
    {
        Encoder = new EncoderShape { Layers = 1, Hidden = 32, Heads = 2, Intermediate = 64, MaxTokens = 16 },
        Decoder = new DecoderShape { Layers = 1, Hidden = 32, Heads = 2, KeyHeads = 1, Intermediate = 64, MaxRows = 64 },
        Vocabulary = 512,
        MaxMessages = 12,
    };

    /// <summary>All that a training that goes on must remember: adapters and layers with dropout, edits, gradients in parts, best weights, plateaus, early stopping.</summary>
    public static LogLlmTrainingOptions Everything { get; } = new()
    {
        EncoderLora = new LoraOptions { Rank = 2, Dropout = 0.2 },
        DecoderLora = new LoraOptions { Rank = 3, Dropout = 0.1 },
        Words = new StageOptions { Epochs = 2, LearningRate = 2e-3 },
        Order = new StageOptions { Epochs = 2, LearningRate = 2e-3, MaxSamples = 20 },
        Template = new StageOptions { Epochs = 2, LearningRate = 5e-3 },
        Projection = new StageOptions { Epochs = 3, LearningRate = 5e-3, Schedule = new LearningRateSchedule { Kind = LearningRateKind.Plateau, Patience = 0, WarmUpSteps = 2 } },
        Embedding = new StageOptions { Epochs = 4, LearningRate = 5e-3, MaxSamples = 25 },
        Whole = new StageOptions { Epochs = 6, LearningRate = 5e-3 },
        Dropout = 0.1,
        Edits = 0.5,
        HeldBack = 0.3,
        AnomalyWeight = 2,
        Stop = new EarlyStopping { Patience = 2 },
        Loop = new LoopOptions { BatchSize = 10, MicroBatchSize = 4, CheckpointEvery = 3, Seed = 7, Threads = 1 },
    };

    /// <summary>Windows of which one in four is anomalous.</summary>
    public static TrainingSet Windows(int count, int seed = 1)
    {
        var random = new Random(seed);
        var set = new TrainingSet();
        for (int i = 0; i < count; i++)
        {
            List<string> window = [.. Steps];
            bool isAnomaly = i % 4 == 3;
            if (isAnomaly && random.Next(2) == 0)
            {
                window[random.Next(1, 4)] = Failures[random.Next(Failures.Length)];
            }
            else if (isAnomaly)
            {
                window.Reverse();
            }

            for (int more = random.Next(3); more > 0; more--)
            {
                window.Insert(random.Next(1, window.Count), Between[random.Next(Between.Length)]);
            }

            set.Add(window, isAnomaly);
        }

        return set;
    }

    public static TrainableModel Create(string folder, TrainingSet set) => TrainableModel.Create(folder, set, Model, new BundleMessage(MessageMasks.LogLlm));

    /// <summary>Takes a model through all stages, without labels and with them, slowly enough to be killed meanwhile, and goes on where it was killed before.</summary>
    public static async Task<int> RunAsync(string folder, string runs, TimeSpan pause)
    {
        TrainingSet set = Windows(40);
        using TrainableModel model = TrainableModel.Open(folder);
        Console.WriteLine("begun");
        await LogLlmTraining.PretrainAsync(model, set, Everything, In("pretrain"));
        await LogLlmTraining.TrainAsync(model, set, Everything, In("train"));
        return 0;

        TrainingRunOptions In(string name)
        {
            string run = Path.Combine(runs, name);
            return new TrainingRunOptions { Folder = run, Resume = File.Exists(Path.Combine(run, "run.json")), Progress = _ => Thread.Sleep(pause) };
        }
    }
}
