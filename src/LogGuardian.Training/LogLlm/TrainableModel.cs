using LogGuardian.Inference;
using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>
/// A model of LogLLM that can learn: its weights as safetensors in folders that Hugging Face's tools read, its tokenizers, and what a bundle says of it. Not safe for concurrent callers.
/// </summary>
public sealed class TrainableModel : WindowModel
{
    private const string EncoderFolder = "encoder";
    private const string DecoderFolder = "decoder";
    private const string ProjectorFile = "projector.safetensors";

    private TrainableModel(string folder, ModelRecord record, EncoderShape encoder, DecoderShape decoder, Device device, int seed)
        : base(folder, record, MessageTokenizer.Open(folder, record.Tokenizer))
    {
        Prompt = new LogLlmPrompt(MessageTokenizer.Open(folder, record.PromptTokenizer!, addSpecialTokens: false));
        Network = new LogLlmNetwork(encoder, decoder, record.FirstToken, device, seed);
    }

    /// <summary>Sizes of the decoder.</summary>
    public DecoderShape Decoder => Network.Decoder.Shape;

    internal override LogLlmNetwork Network { get; }

    internal LogLlmPrompt Prompt { get; }

    /// <summary>Makes a model that knows nothing yet but a vocabulary, learned from the messages of a set.</summary>
    /// <param name="folder">Where it is kept; made when it is not there.</param>
    /// <param name="set">Messages to learn words from.</param>
    /// <param name="options">Its sizes.</param>
    /// <param name="message">How the messages were made of logs.</param>
    /// <exception cref="InvalidDataException">The messages have no words.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="DllNotFoundException">Torch is not there; the message says what to do.</exception>
    public static TrainableModel Create(string folder, TrainingSet set, TrainableModelOptions options, BundleMessage message)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(message);
        TrainableModelOptions chosen = (options ?? throw new ArgumentNullException(nameof(options))).Validated();
        Directory.CreateDirectory(folder);

        // The words of the question and its answers are tokens, whatever the logs say.
        (BundleTokenizer tokenizer, int tokens) = ModelTokenizer.Learn(folder, set, LogLlmPrompt.Texts, chosen.Vocabulary, chosen.Encoder.MaxTokens, message.Masks);
        var record = new ModelRecord
        {
            Message = message,
            Tokenizer = tokenizer,
            PromptTokenizer = tokenizer with { MaxTokens = 512 },
            FirstToken = chosen.FirstToken,
            MaxMessages = chosen.MaxMessages,
        };
        TorchRuntime.EnsureLoaded();
        return new TrainableModel(
            folder,
            record,
            chosen.Encoder with { Vocabulary = tokens },
            chosen.Decoder with { Vocabulary = tokens },
            TorchDevice.Of(chosen.Device),
            chosen.Seed);
    }

    /// <summary>Makes a model that knows nothing yet but the vocabulary of another one, such as a student of its teacher's.</summary>
    /// <param name="folder">Where it is kept; made when it is not there.</param>
    /// <param name="like">The other one.</param>
    /// <param name="options">Its sizes; vocabularies are those of the other one.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static TrainableModel Create(string folder, TrainableModel like, TrainableModelOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(like);
        TrainableModelOptions chosen = (options ?? throw new ArgumentNullException(nameof(options))).Validated();
        var record = new ModelRecord
        {
            Message = like.Message,
            Tokenizer = ModelTokenizer.Copy(like.Folder, folder, like.Record.Tokenizer, chosen.Encoder.MaxTokens),
            PromptTokenizer = ModelTokenizer.Copy(like.Folder, folder, like.Record.PromptTokenizer!),
            FirstToken = chosen.FirstToken,
            MaxMessages = chosen.MaxMessages,
        };
        return new TrainableModel(
            folder,
            record,
            chosen.Encoder with { Vocabulary = like.Encoder.Vocabulary },
            chosen.Decoder with { Vocabulary = like.Decoder.Vocabulary },
            TorchDevice.Of(chosen.Device),
            chosen.Seed);
    }

    /// <summary>Opens a model.</summary>
    /// <param name="folder">Where it is kept.</param>
    /// <param name="device">See <see cref="TrainableModelOptions.Device"/>.</param>
    /// <exception cref="InvalidDataException">It is not such a folder, or damaged; the message says what must be what.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DllNotFoundException">Torch is not there; the message says what to do.</exception>
    public static new TrainableModel Open(string folder, string device = "cpu")
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ModelRecord record = ModelRecord.Read(folder);
        if (record.Width is not null)
        {
            throw new InvalidDataException($"'{folder}' holds a {nameof(PooledModel)}; a {nameof(TrainableModel)} has a decoder. Open it with {nameof(PooledModel)}.{nameof(PooledModel.Open)}.");
        }

        using WeightFolder encoder = WeightFolder.Open(Path.Combine(folder, EncoderFolder));
        using WeightFolder decoder = WeightFolder.Open(Path.Combine(folder, DecoderFolder));
        using SafeTensorsReader projector = SafeTensorsReader.Open(Path.Combine(folder, ProjectorFile));
        if (encoder.Config.Encoder is not { } encoderShape || decoder.Config.Decoder is not { } decoderShape)
        {
            throw new InvalidDataException($"'{folder}': {EncoderFolder} must hold a BERT encoder and {DecoderFolder} a Llama or Qwen decoder. Put them where they belong.");
        }

        TorchRuntime.EnsureLoaded();
        var model = new TrainableModel(folder, record, encoderShape, decoderShape, TorchDevice.Of(device), 1);
        try
        {
            model.Network.Encoder.Parameters.Load(encoder.Read);
            model.Network.Decoder.Parameters.Load(decoder.Read);
            model.Network.Projector.Load(projector.Tensors.ToDictionary(tensor => tensor.Name, tensor => projector.Read(tensor.Name), StringComparer.Ordinal));
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Makes a model of an encoder and a decoder that Hugging Face hosts, and a projector that knows nothing yet.</summary>
    /// <param name="folder">Where it is kept; made when it is not there.</param>
    /// <param name="encoder">Folder of a BERT encoder, with <c>tokenizer.json</c> or <c>vocab.txt</c>.</param>
    /// <param name="decoder">Folder of a Llama or Qwen decoder, with <c>tokenizer.json</c>.</param>
    /// <param name="options">Sizes are those of the folders; the vocabulary too.</param>
    /// <param name="message">How messages are made of logs.</param>
    /// <exception cref="InvalidDataException">A folder is not what it must be.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="DllNotFoundException">Torch is not there; the message says what to do.</exception>
    public static TrainableModel FromPretrained(string folder, string encoder, string decoder, TrainableModelOptions options, BundleMessage message)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(message);
        TrainableModelOptions chosen = (options ?? throw new ArgumentNullException(nameof(options))).Validated();
        using WeightFolder encoderWeights = WeightFolder.Open(encoder);
        using WeightFolder decoderWeights = WeightFolder.Open(decoder);
        if (encoderWeights.Config.Encoder is not { } encoderShape || decoderWeights.Config.Decoder is not { } decoderShape)
        {
            throw new InvalidDataException($"'{encoder}' must hold a BERT encoder and '{decoder}' a Llama or Qwen decoder. Name the folders in this order.");
        }

        Directory.CreateDirectory(folder);
        BundleTokenizer words = ModelTokenizer.Copy(encoder, folder, "encoder-", Math.Min(chosen.Encoder.MaxTokens, encoderShape.MaxTokens));
        BundleTokenizer prompt = ModelTokenizer.Copy(decoder, folder, "decoder-", 512);
        var record = new ModelRecord { Message = message, Tokenizer = words, PromptTokenizer = prompt, FirstToken = chosen.FirstToken, MaxMessages = chosen.MaxMessages };
        TorchRuntime.EnsureLoaded();
        var model = new TrainableModel(folder, record, encoderShape, decoderShape, TorchDevice.Of(chosen.Device), chosen.Seed);
        try
        {
            model.Network.Encoder.Parameters.Load(encoderWeights.Read);
            model.Network.Decoder.Parameters.Load(decoderWeights.Read);
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
        WeightFolder.Write(Path.Combine(Folder, DecoderFolder), new ModelConfig(null, Decoder), Network.Decoder.Parameters.ToWeights());
        SafeTensorsWriter.Write(Path.Combine(Folder, ProjectorFile), Network.Projector.ToWeights(), TensorKind.F32);
        Record.Write(Folder);
    }

    internal override Tensor LogOdds(IReadOnlyList<TrainingWindow> windows, MessageVectors vectors, Random random) => LogOdds(Network, Prompt, windows, vectors, random);

    /// <summary>The difference of the logits of both answers.</summary>
    internal static Tensor LogOdds(LogLlmNetwork network, LogLlmPrompt prompt, IReadOnlyList<TrainingWindow> windows, MessageVectors vectors, Random random)
    {
        var batch = new WindowBatch(windows, prompt);
        (Tensor rows, long[] last) = batch.Ask(network, network.Project(vectors.Of(batch.Messages, random)), prompt.Common);
        long[] places = [.. last.Select((row, i) => (i * rows.shape[1]) + row)];
        Tensor read = network.Decoder.Read(rows).flatten(0, 1).index_select(0, tensor(places, device: network.Device));
        Tensor logits = network.Decoder.Logits(read);
        return logits[TensorIndex.Colon, prompt.AnomalousToken] - logits[TensorIndex.Colon, prompt.NormalToken];
    }
}
