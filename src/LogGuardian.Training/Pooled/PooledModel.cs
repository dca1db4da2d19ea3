using LogGuardian.Inference;
using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>
/// A model without a decoder that can learn, such as a student of <see cref="Distillation.DistillPooledAsync"/>: an encoder, and a judge that joins what single messages say of a window. Fast,
/// but blind to the order of messages. Its bundle is read as those of LogLLM are. Not safe for concurrent callers.
/// </summary>
public sealed class PooledModel : IDisposable, IWindowModel
{
    private const string EncoderFolder = "encoder";
    private const string JudgeFile = "judge.safetensors";

    private PooledModel(string folder, ModelRecord record, EncoderShape encoder, Device device, int seed)
    {
        (Folder, Record) = (folder, record);
        Tokenizer = MessageTokenizer.Open(folder, record.Tokenizer);
        Network = new PooledNetwork(encoder, record.Width!.Value, record.FirstToken, device, seed);
    }

    /// <summary>Where it is kept.</summary>
    public string Folder { get; }

    /// <summary>Sizes of the encoder.</summary>
    public EncoderShape Encoder => Network.Encoder.Shape;

    /// <summary>What of a log the model reads.</summary>
    public BundleMessage Message => Record.Message;

    /// <summary>What its answers are worth.</summary>
    public BundleCalibration Calibration => Record.Calibration;

    /// <summary>What it says of itself.</summary>
    public ModelCard Card
    {
        get => Record.Card;
        set => Record = Record with { Card = value ?? throw new ArgumentNullException(nameof(value)) };
    }

    internal ModelRecord Record { get; set; }

    ModelRecord IWindowModel.Record
    {
        get => Record;
        set => Record = value;
    }

    internal PooledNetwork Network { get; }

    MessageNetwork IWindowModel.Network => Network;

    internal MessageTokenizer Tokenizer { get; }

    MessageTokenizer IWindowModel.Tokenizer => Tokenizer;

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

    /// <summary>Opens a model.</summary>
    /// <param name="folder">Where it is kept.</param>
    /// <param name="device">See <see cref="TrainableModelOptions.Device"/>.</param>
    /// <exception cref="InvalidDataException">It is not such a folder, or damaged; the message says what must be what.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DllNotFoundException">Torch is not there; the message says what to do.</exception>
    public static PooledModel Open(string folder, string device = "cpu")
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

    /// <summary>Writes weights and what the model says of itself into its folder.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Save()
    {
        WeightFolder.Write(Path.Combine(Folder, EncoderFolder), new ModelConfig(Encoder, null), Network.Encoder.Parameters.ToWeights());
        SafeTensorsWriter.Write(Path.Combine(Folder, JudgeFile), Network.Judge.ToWeights(), TensorKind.F32);
        Record.Write(Folder);
    }

    /// <summary>What the model says of windows: log-odds of an anomaly by its calibration, above 0 for "anomalous".</summary>
    /// <param name="set">Windows; their labels are not looked at.</param>
    /// <returns>One number for each window.</returns>
    public IReadOnlyList<float> Score(TrainingSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return Array.ConvertAll(WindowScores.Of(this, set, set.Windows), score => (Calibration.Slope * score) + Calibration.Bias);
    }

    /// <summary>Writes the model as a bundle that detectors read, and checks that it computes what the model does.</summary>
    /// <param name="path">A folder, or a zip when the name ends in <c>.zip</c>. A bundle that is there is replaced.</param>
    /// <param name="check">Windows to check it with; some are taken.</param>
    /// <param name="quantized">Whether the encoder's weights become whole numbers of eight bits.</param>
    /// <param name="cancellationToken">Stops the work; what was there stays.</param>
    /// <exception cref="InvalidDataException">There are no windows to check with, or the bundle does not compute what it must. What was there stays.</exception>
    /// <exception cref="IOException">A file cannot be written, or something else than a bundle is in its place.</exception>
    public Task ExportAsync(string path, TrainingSet check, bool quantized = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(check);
        return BundleExport.WriteAsync(path, new PooledContents(this, check).Make(quantized), cancellationToken);
    }

    /// <summary>Releases the weights.</summary>
    public void Dispose() => Network.Dispose();

    Tensor IWindowModel.LogOdds(IReadOnlyList<TrainingWindow> windows, MessageVectors vectors, Random random)
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
