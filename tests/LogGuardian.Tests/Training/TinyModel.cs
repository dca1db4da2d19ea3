using LogGuardian.Inference;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training;

/// <summary>A model of a few thousand weights, and windows that it learns in a second: those with a failed disk are anomalous.</summary>
internal static class TinyModel
{
    public const string Failure = "write to volume failed after <*> retries";
    private static readonly string[] Ordinary = ["GET <*> returned <*> in <*> ms", "query took <*> ms", "session <*> opened", "worker ready"];

    public static TrainingSet Windows(int count = 160, int seed = 1)
    {
        var random = new Random(seed);
        var set = new TrainingSet();
        for (int i = 0; i < count; i++)
        {
            string[] messages = [.. Enumerable.Range(0, 3 + (i % 4)).Select(_ => Ordinary[random.Next(Ordinary.Length)])];
            if (i % 4 == 0)
            {
                messages[random.Next(messages.Length)] = Failure;
            }

            set.Add(messages, i % 4 == 0);
        }

        return set;
    }

    public static TrainableModel Create(string folder, TrainingSet set) => TrainableModel.Create(
        folder,
        set,
        new TrainableModelOptions
        {
            Encoder = new EncoderShape { Layers = 1, Hidden = 32, Heads = 2, Intermediate = 64, MaxTokens = 32 },
            Decoder = new DecoderShape { Layers = 1, Hidden = 32, Heads = 2, KeyHeads = 1, Intermediate = 64, MaxRows = 64 },
            Vocabulary = 300,
            MaxMessages = 8,
        },
        new BundleMessage(MessageMasks.LogLlm));

    /// <summary>Teaches it in the last stage alone, fast.</summary>
    public static Task<IReadOnlyDictionary<string, double>> TrainAsync(TrainableModel model, TrainingSet set)
    {
        var none = new StageOptions { Epochs = 0 };
        return LogLlmTraining.TrainAsync(model, set, new LogLlmTrainingOptions
        {
            Template = none,
            Projection = none,
            Embedding = none,
            Whole = new StageOptions { Epochs = 6, LearningRate = 5e-3 },
        });
    }
}
