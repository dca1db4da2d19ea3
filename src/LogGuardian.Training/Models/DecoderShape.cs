namespace LogGuardian.Training;

/// <summary>How large a Llama decoder is. The names of its weights are those of Hugging Face's <c>LlamaForCausalLM</c> and <c>Qwen2ForCausalLM</c>.</summary>
public sealed record DecoderShape
{
    /// <summary>Transformer layers; 1 to 256, default 2.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>Numbers of a token; 16 to 16,384, a multiple of <see cref="Heads"/>, default 128.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>Attention heads; default 4.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Heads of keys and values, which heads share in groups; divides <see cref="Heads"/>, default 2.</summary>
    public int KeyHeads { get; init; } = 2;

    /// <summary>Numbers of a head; 0, the default, for <see cref="Hidden"/> / <see cref="Heads"/>.</summary>
    public int HeadSize { get; init; }

    /// <summary>Numbers inside the feed-forward networks; default 352.</summary>
    public int Intermediate { get; init; } = 352;

    /// <summary>Tokens of the vocabulary; at least 2, default 4,096.</summary>
    public int Vocabulary { get; init; } = 4096;

    /// <summary>The most rows of a prompt; 8 to 1,048,576, default 256.</summary>
    public int MaxRows { get; init; } = 256;

    /// <summary>Base of the angles of rotary positions; default 10,000.</summary>
    public double RopeBase { get; init; } = 10000;

    /// <summary>How rotary positions are stretched; null, the default, for not at all.</summary>
    public RopeScaling? RopeScaling { get; init; }

    /// <summary>What norms add to mean squares; default 1e-6.</summary>
    public double Epsilon { get; init; } = 1e-6;

    /// <summary>Whether queries, keys and values have biases, as Qwen 2.5 has them; default false.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether logits come from the vectors of tokens, and not from a matrix of their own; default true.</summary>
    public bool TiedEmbeddings { get; init; } = true;

    /// <summary>The shape of Llama 3 with 8 billion weights.</summary>
    public static DecoderShape Llama3 { get; } = new()
    {
        Layers = 32,
        Hidden = 4096,
        Heads = 32,
        KeyHeads = 8,
        Intermediate = 14336,
        Vocabulary = 128256,
        MaxRows = 8192,
        RopeBase = 500000,
        Epsilon = 1e-5,
        TiedEmbeddings = false,
    };

    internal int HeadWidth => HeadSize > 0 ? HeadSize : Hidden / Heads;

    internal DecoderShape Validated()
    {
        Rule.Require(Layers is >= 1 and <= 256, nameof(Layers), Layers, "between 1 and 256");
        Rule.Require(Hidden is >= 16 and <= 16384, nameof(Hidden), Hidden, "between 16 and 16,384");
        Rule.Require(Heads >= 1 && (HeadSize > 0 || Hidden % Heads == 0), nameof(Heads), Heads, $"at least 1 and divide the {Hidden} numbers of a token");
        Rule.Require(KeyHeads >= 1 && Heads % KeyHeads == 0, nameof(KeyHeads), KeyHeads, $"at least 1 and divide the {Heads} heads");
        Rule.Require(HeadSize >= 0 && HeadWidth % 2 == 0, nameof(HeadSize), HeadSize, "even: rotary positions turn pairs of numbers");
        Rule.Require(Intermediate is >= 16 and <= 131072, nameof(Intermediate), Intermediate, "between 16 and 131,072");
        Rule.Require(Vocabulary is >= 2 and <= 1048576, nameof(Vocabulary), Vocabulary, "between 2 and 1,048,576");
        Rule.Require(MaxRows is >= 8 and <= 1048576, nameof(MaxRows), MaxRows, "between 8 and 1,048,576");
        Rule.Require(RopeBase > 1, nameof(RopeBase), RopeBase, "above 1");
        Rule.Require(Epsilon is > 0 and < 1e-2, nameof(Epsilon), Epsilon, "above 0 and below 0.01");
        RopeScaling?.Validated();
        return this;
    }
}
