using LogGuardian.Inference;
using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>
/// A model without a decoder that can learn, such as a student of <see cref="Distillation.DistillAsync"/>: an encoder, and a judge that joins what single messages say of a window. Fast,
/// but blind to the order of messages. Its bundle is read as those of LogLLM are. Not safe for concurrent callers.
/// </summary>
public sealed class PooledModel : WindowModel
{
    private const string EncoderFolder = "encoder";
    private const string JudgeFile = "judge.safetensors";

    private PooledModel(string folder, ModelRecord record, EncoderShape encoder, Device device, int seed)
        : base(folder, record, MessageTokenizer.Open(folder, record.Tokenizer)) =>
        Network = new PooledNetwork(encoder, record.Width!.Value, record.FirstToken, device, seed);

    internal override PooledNetwork Network { get; }

    /// <summary>Makes a model that knows nothing yet but a vocabulary, learned from the messages of a set.</summary>
    /// <param name="folder">Where it is kept; made when it is not there.</param>
    /// <param name="set">Messages to learn words from.</param>
    /// <param name="options">Its sizes.</param>
    /// <param name="message">How the messages were made of logs.</param>
    /// <exception cref="InvalidDataException">The messages have no words.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="DllNotFoundException">Torch is not there; the message says what to do.</exception>
    public static PooledModel Create(string folder, TrainingSet set, PooledModelOptions options, BundleMessage message)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(message);
        PooledModelOptions chosen = (options ?? throw new ArgumentNullException(nameof(options))).Validated();
        Directory.CreateDirectory(folder);
        (BundleTokenizer tokenizer, int tokens) = ModelTokenizer.Learn(folder, set, [], chosen.Vocabulary, chosen.Encoder.MaxTokens, message.Masks);
        return Create(folder, chosen, message, tokenizer, tokens);
    }

    /// <summary>Makes a model that knows nothing yet but the vocabulary of another one, such as its teacher's.</summary>
    /// <param name="folder">Where it is kept; made when it is not there.</param>
    /// <param name="like">The other one.</param>
    /// <param name="options">Its sizes; the vocabulary is that of the other one.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static PooledModel Create(string folder, TrainableModel like, PooledModelOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(like);
        PooledModelOptions chosen = (options ?? throw new ArgumentNullException(nameof(options))).Validated();
        return Create(folder, chosen, like.Message, ModelTokenizer.Copy(like.Folder, folder, like.Record.Tokenizer, chosen.Encoder.MaxTokens), like.Encoder.Vocabulary);
    }

    /// <summary>
    /// Makes a model of a bundle without a decoder, such as <see cref="ModelBundle.OpenDefault"/>, so that it learns on: by <see cref="FewShotTuning"/> from a handful of windows, or by <see cref="PooledTraining"/>.
    /// Weights that the bundle has as whole numbers are as they were rounded.
    /// </summary>
    /// <param name="folder">Where it is kept; made when it is not there.</param>
    /// <param name="bundle">Not needed any more afterwards.</param>
    /// <param name="device">See <see cref="TrainableModelOptions.Device"/>.</param>
    /// <exception cref="InvalidDataException">The bundle has a decoder, or none that judges, or was not written by LogGuardian; the message says which.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="DllNotFoundException">Torch is not there; the message says what to do.</exception>
    public static PooledModel FromBundle(string folder, ModelBundle bundle, string device = "cpu")
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(bundle);
        var weights = new ExportedWeights(bundle);
        BundleManifest manifest = bundle.Manifest;
        Directory.CreateDirectory(folder);
        using (Stream tokenizer = bundle.OpenFile(manifest.Tokenizer.File))
        {
            AtomicFile.Write(Path.Combine(folder, manifest.Tokenizer.File), tokenizer.CopyTo);
        }

        var record = new ModelRecord
        {
            Card = new ModelCard { Name = manifest.Name, License = manifest.License, Text = manifest.Card },
            Message = manifest.Message,
            Tokenizer = manifest.Tokenizer,
            Width = weights.Width,
            FirstToken = manifest.Encoder.Pooling == EncoderPooling.Cls,
            MaxMessages = manifest.Window.MaxMessages,
            Calibration = manifest.Calibration,
        };
        TorchRuntime.EnsureLoaded();
        var model = new PooledModel(folder, record, weights.Shape, TorchDevice.Of(device), 1);
        try
        {
            model.Network.Encoder.Parameters.Load(weights.Encoder);
            model.Network.Judge.Load(weights.Judge);
            model.Save();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Opens a model.</summary>
    /// <param name="folder">Where it is kept.</param>
    /// <param name="device">See <see cref="TrainableModelOptions.Device"/>.</param>
    /// <exception cref="InvalidDataException">It is not such a folder, or damaged; the message says what must be what.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DllNotFoundException">Torch is not there; the message says what to do.</exception>
    public static new PooledModel Open(string folder, string device = "cpu")
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ModelRecord record = ModelRecord.Read(folder);
        using WeightFolder encoder = WeightFolder.Open(Path.Combine(folder, EncoderFolder));
        if (record.Width is null || encoder.Config.Encoder is not { } shape)
        {
            throw new InvalidDataException($"'{folder}' does not hold an encoder with a pooled judge. Open a model with a decoder by {nameof(TrainableModel)}.{nameof(TrainableModel.Open)}.");
        }

        using SafeTensorsReader judge = SafeTensorsReader.Open(Path.Combine(folder, JudgeFile));
        TorchRuntime.EnsureLoaded();
        var model = new PooledModel(folder, record, shape, TorchDevice.Of(device), 1);
        try
        {
            model.Network.Encoder.Parameters.Load(encoder.Read);
            model.Network.Judge.Load(judge.Tensors.ToDictionary(tensor => tensor.Name, tensor => judge.Read(tensor.Name), StringComparer.Ordinal));
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Save()
    {
        WeightFolder.Write(Path.Combine(Folder, EncoderFolder), new ModelConfig(Encoder, null), Network.Encoder.Parameters.ToWeights());
        SafeTensorsWriter.Write(Path.Combine(Folder, JudgeFile), Network.Judge.ToWeights(), TensorKind.F32);
        Record.Write(Folder);
    }

    internal override Tensor LogOdds(IReadOnlyList<TrainingWindow> windows, MessageVectors vectors, Random random)
    {
        var places = new Dictionary<int, int>();
        foreach (TrainingWindow window in windows)
        {
            foreach (int message in window.Messages.Span)
            {
                places.TryAdd(message, places.Count);
            }
        }

        return Network.LogOdds(vectors.Of([.. places.Keys], random), [.. windows.Select(window => Array.ConvertAll(window.Messages.ToArray(), message => places[message]))]);
    }

    private static PooledModel Create(string folder, PooledModelOptions options, BundleMessage message, BundleTokenizer tokenizer, int tokens)
    {
        var record = new ModelRecord { Message = message, Tokenizer = tokenizer, Width = options.Width, FirstToken = options.FirstToken, MaxMessages = options.MaxMessages };
        TorchRuntime.EnsureLoaded();
        return new PooledModel(folder, record, options.Encoder with { Vocabulary = tokens }, TorchDevice.Of(options.Device), options.Seed);
    }
}
