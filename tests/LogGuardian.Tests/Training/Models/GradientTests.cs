using LogGuardian.Tests.Training.Export;
using LogGuardian.Training;
using static TorchSharp.torch;

namespace LogGuardian.Tests.Training.Models;

/// <summary>Every layer learns along its gradient: encoder, decoder, adapters, projector, and all losses through them.</summary>
public sealed class GradientTests
{
    private static readonly LoraOptions Lora = new() { Rank = 2, Alpha = 3, Dropout = 0, Targets = ["query", "value", "dense", "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "down_proj"] };

    public static TheoryData<string> Decoders => [.. Shapes.Keys];

    private static Dictionary<string, DecoderShape> Shapes { get; } = new()
    {
        ["grouped queries"] = new() { Layers = 2, Hidden = 16, Heads = 4, KeyHeads = 2, Intermediate = 24, MaxRows = 64 },
        ["biases"] = new() { Layers = 1, Hidden = 16, Heads = 2, KeyHeads = 1, Intermediate = 24, MaxRows = 64, AttentionBias = true },
        ["own head, wide heads"] = new() { Layers = 1, Hidden = 16, Heads = 2, KeyHeads = 2, HeadSize = 12, Intermediate = 24, MaxRows = 64, TiedEmbeddings = false },
        ["stretched"] = new() { Layers = 1, Hidden = 16, Heads = 2, KeyHeads = 2, Intermediate = 24, MaxRows = 64, RopeBase = 100, RopeScaling = new() { Factor = 4, LowFrequency = 1, HighFrequency = 4, OriginalRows = 32 } },
    };

    [SkippableTheory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Encoder_PooledAndProjected(bool firstToken, bool adapted)
    {
        using var tiny = new TinyNetwork(ScalarType.Float64, firstToken: firstToken, lora: adapted ? Lora : null);
        using Tensor goal = Goal(7, 16);
        GradientCheck.Of(
            () => (tiny.Network.Project(tiny.Network.Encode([.. Enumerable.Range(0, 7).Select(i => tiny.Tokens[i])])) * goal).sum(),
            tiny.Network.Encoder.Parameters,
            tiny.Network.Projector);
    }

    [SkippableTheory]
    [MemberData(nameof(Decoders))]
    public void Decoder_EmbeddedReadAndSpoken(string name)
    {
        using var tiny = new TinyNetwork(ScalarType.Float64, Shapes[name]);
        using Tensor ids = tensor(new long[] { 3, 9, 9, 40, 7, 12, 5, 6 }, [2, 4]);
        using Tensor goal = Goal(8, tiny.Network.Decoder.Shape.Vocabulary).reshape(2, 4, -1);
        GradientCheck.Of(() => (tiny.Network.Decoder.Logits(tiny.Network.Decoder.Read(tiny.Network.Decoder.Embed(ids))) * goal).sum(), tiny.Network.Decoder.Parameters);
    }

    [SkippableTheory]
    [InlineData(1, false, false)]
    [InlineData(2.5, false, false)]
    [InlineData(2.5, true, false)]
    [InlineData(2.5, true, true)]
    public void AnswerLoss_ThroughAllParts(double anomalyWeight, bool adapted, bool fourBit)
    {
        using var tiny = new TinyNetwork(ScalarType.Float64, lora: adapted ? Lora with { FourBit = fourBit } : null);
        using var vectors = new MessageVectors(tiny.Network, tiny.Tokens, learns: true, edits: 0.5);
        var objective = new AnswerObjective(tiny.Network, vectors, tiny.Prompt, TinyNetwork.Windows, 0.3, int.MaxValue, anomalyWeight);
        GradientCheck.Of(() => objective.Loss([0, 1, 2, 3, 1], new Random(4)), [.. tiny.Network.Parts.Select(part => part.Weights)]);
    }

    [SkippableFact]
    public void NextEventLoss_ThroughAllParts()
    {
        using var tiny = new TinyNetwork(ScalarType.Float64);
        using var vectors = new MessageVectors(tiny.Network, tiny.Tokens, learns: true, edits: 0);
        var objective = new NextEventObjective(tiny.Network, vectors, tiny.Prompt, TinyNetwork.Windows, int.MaxValue);
        GradientCheck.Of(() => objective.Loss([0, 2, 3], new Random(4)), [.. tiny.Network.Parts.Select(part => part.Weights)]);
    }

    [SkippableFact]
    public void MaskedLanguageLoss_ThroughEncoderAndHead()
    {
        using var tiny = new TinyNetwork(ScalarType.Float64);
        using var objective = new MaskedLanguageObjective(tiny.Network.Encoder, tiny.Tokens, mask: 4, int.MaxValue, seed: 2);
        GradientCheck.Of(() => objective.Loss([0, 1, 2, 3, 4, 5, 6], new Random(4)), tiny.Network.Encoder.Parameters, objective.Head);
    }

    private static Tensor Goal(int rows, int width) => tensor(SampleWeights.Rows(rows, width, 9).Values, [rows, width]).to(ScalarType.Float64);
}
