using System.Security.Cryptography;
using LogGuardian.Inference;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Learning;

/// <summary>A tiny model that learned the rule of <see cref="TinySystem"/>, made once.</summary>
public sealed class TeacherFixture : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    public static EncoderShape Encoder { get; } = new() { Layers = 1, Hidden = 32, Heads = 2, Intermediate = 64, MaxTokens = 24 };

    public static DecoderShape Decoder { get; } = new() { Layers = 1, Hidden = 32, Heads = 2, KeyHeads = 1, Intermediate = 64, MaxRows = 64 };

    public static LoopOptions Loop { get; } = new() { BatchSize = 32, MicroBatchSize = 32 };

    /// <summary>What it measured on its held-back windows.</summary>
    public IReadOnlyDictionary<string, double> Measured { get; private set; } = new Dictionary<string, double>();

    /// <summary>Of its weights.</summary>
    public string Hash { get; private set; } = "";

    private string Trained => Path.Combine(_folder.Path, "teacher");

    public async Task InitializeAsync()
    {
        TorchTests.Require();
        TrainingSet set = TinySystem.Windows(400, seed: 1);
        var options = new TrainableModelOptions { Encoder = Encoder, Decoder = Decoder, Vocabulary = 512, MaxMessages = 16 };
        using TrainableModel model = TrainableModel.Create(Trained, set, options, new BundleMessage(MessageMasks.None));
        StageOptions none = new() { Epochs = 0 };
        Measured = await LogLlmTraining.TrainAsync(
            model,
            set,
            new LogLlmTrainingOptions { Template = none, Projection = none, Embedding = none, Whole = new() { Epochs = 18, LearningRate = 5e-3 }, Loop = Loop });
        Hash = HashOf(model.Network);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    /// <summary>A folder for a new model.</summary>
    public string Fresh() => Path.Combine(_folder.Path, Path.GetRandomFileName());

    /// <summary>A copy that may learn.</summary>
    public TrainableModel Open()
    {
        string folder = Fresh();
        foreach (string file in Directory.EnumerateFiles(Trained, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(Trained, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return TrainableModel.Open(folder);
    }

    /// <summary>A new model without a decoder that learned the same rule.</summary>
    public async Task<PooledModel> PooledAsync()
    {
        TrainingSet known = TinySystem.Windows(300, seed: 2);
        PooledModel model = PooledModel.Create(Fresh(), known, new PooledModelOptions { Encoder = Encoder, Width = 16, Vocabulary = 512, MaxMessages = 12 }, new BundleMessage(MessageMasks.None));
        await PooledTraining.TrainAsync(model, known, new PooledTrainingOptions { Words = new() { Epochs = 0 }, Answers = new() { Epochs = 15, LearningRate = 5e-3 }, Loop = Loop });
        return model;
    }

    /// <summary>A hash of all weights of a model.</summary>
    internal static string HashOf(MessageNetwork network)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, ParameterSet part) in network.Parts)
        {
            foreach ((string weight, Weight values) in part.ToWeights().OrderBy(each => each.Key, StringComparer.Ordinal))
            {
                hash.AppendData(System.Text.Encoding.UTF8.GetBytes(name + weight));
                hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.Values.AsSpan()));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
