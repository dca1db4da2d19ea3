using LogGuardian.Inference;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.Training.Export;
using LogGuardian.Training;
using TorchSharp;

namespace LogGuardian.Tests.Training;

/// <summary>A network of pseudo-random weights that are large enough to matter, with a vocabulary of its own.</summary>
internal sealed class TinyNetwork : IDisposable
{
    private const int MaxTokens = 32;

    private static readonly string[] Texts =
        ["session opened from <*>", "closed", "user <*> signed in after <*> tries", "disk failure on device <*>", "heartbeat", "query ran for <*> ms and gave no rows", "out of memory"];

    private readonly TempFolder _folder = new();

    public TinyNetwork(torch.ScalarType type = torch.ScalarType.Float32, DecoderShape? decoder = null, bool firstToken = false, LoraOptions? lora = null)
    {
        TorchTests.Require();
        WordPieceVocabulary vocabulary = WordPieceTrainer.Train(
            Texts.Select(text => (text, 100L)).Concat(LogLlmPrompt.Texts.Select(text => (text, 100L))), new WordPieceOptions { Size = 300, Masks = ["<*>"] });
        using (FileStream file = File.Create(Path.Combine(_folder.Path, "tokenizer.json")))
        {
            vocabulary.WriteJson(file);
        }

        var tokenizer = new BundleTokenizer("tokenizer.json", TokenizerKind.Json, MaxTokens: MaxTokens);
        Tokens = new MessageTokens(MessageTokenizer.Open(_folder.Path, tokenizer), Texts);
        Prompt = new LogLlmPrompt(MessageTokenizer.Open(_folder.Path, tokenizer, addSpecialTokens: false));
        var encoder = new EncoderShape { Layers = 1, Hidden = 16, Heads = 2, Intermediate = 24, Vocabulary = vocabulary.Tokens.Count, MaxTokens = MaxTokens };
        decoder = (decoder ?? new DecoderShape { Layers = 1, Hidden = 16, Heads = 2, KeyHeads = 1, Intermediate = 24, MaxRows = 64 }) with { Vocabulary = vocabulary.Tokens.Count };
        Network = new LogLlmNetwork(encoder, decoder, firstToken, torch.CPU, 1, type);
        Network.Encoder.Parameters.Load(SampleWeights.Encoder(encoder));
        Network.Decoder.Parameters.Load(SampleWeights.WholeDecoder(decoder));
        Network.Projector.Load(SampleWeights.Projector(encoder.Hidden, decoder.Hidden));
        if (lora is not null)
        {
            using var random = new torch.Generator(5);
            foreach (ParameterSet part in new[] { Network.Encoder.Parameters, Network.Decoder.Parameters })
            {
                part.Adapt(lora, random);
                Fill(part);
            }
        }
    }

    public MessageTokens Tokens { get; }

    public LogLlmPrompt Prompt { get; }

    public LogLlmNetwork Network { get; }

    /// <summary>Windows of several lengths, both classes.</summary>
    public static TrainingWindow[] Windows { get; } =
    [
        new(new[] { 0, 1, 2, 1, 4 }, false),
        new(new[] { 3 }, true),
        new(new[] { 5, 6, 0, 0, 5, 1, 2 }, true),
        new(new[] { 4, 2 }, false),
        new(new[] { 1, 0, 6 }, false),
    ];

    /// <summary>Gives adapters products that are not 0.</summary>
    public static void Fill(ParameterSet part)
    {
        using IDisposable _ = torch.no_grad();
        using var random = new torch.Generator(6);
        foreach ((string name, TorchSharp.Modules.Parameter adapter) in part.All)
        {
            if (ParameterSet.IsAdapter(name))
            {
                adapter.copy_(torch.randn(adapter.shape, generator: random) * 0.3);
            }
        }
    }

    public void Dispose()
    {
        Network.Dispose();
        _folder.Dispose();
    }
}
