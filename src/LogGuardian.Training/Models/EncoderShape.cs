namespace LogGuardian.Training;

/// <summary>How large a BERT encoder is. The names of its weights are those of Hugging Face's <c>BertModel</c>.</summary>
public sealed record EncoderShape
{
    /// <summary>Transformer layers; 1 to 128, default 4.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>Numbers of a token; 16 to 16,384, a multiple of <see cref="Heads"/>, default 128.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>Attention heads; default 4.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Numbers inside the feed-forward networks; default 512.</summary>
    public int Intermediate { get; init; } = 512;

    /// <summary>Tokens of the vocabulary; at least 8, default 4,096.</summary>
    public int Vocabulary { get; init; } = 4096;

    /// <summary>The most tokens of a message; 8 to 8,192, default 64.</summary>
    public int MaxTokens { get; init; } = 64;

    /// <summary>Kinds of segments; default 2. Messages are all of the first.</summary>
    public int TokenTypes { get; init; } = 2;

    /// <summary>What layer norms add to variances; default 1e-12.</summary>
    public double Epsilon { get; init; } = 1e-12;

    /// <summary>The shape of bert-base-uncased.</summary>
    public static EncoderShape BertBase { get; } = new() { Layers = 12, Hidden = 768, Heads = 12, Intermediate = 3072, Vocabulary = 30522, MaxTokens = 512 };

    internal EncoderShape Validated()
    {
        Rule.Require(Layers is >= 1 and <= 128, nameof(Layers), Layers, "between 1 and 128");
        Rule.Require(Hidden is >= 16 and <= 16384, nameof(Hidden), Hidden, "between 16 and 16,384");
        Rule.Require(Heads >= 1 && Hidden % Heads == 0, nameof(Heads), Heads, $"at least 1 and divide the {Hidden} numbers of a token");
        Rule.Require(Intermediate is >= 16 and <= 131072, nameof(Intermediate), Intermediate, "between 16 and 131,072");
        Rule.Require(Vocabulary is >= 8 and <= 1048576, nameof(Vocabulary), Vocabulary, "between 8 and 1,048,576");
        Rule.Require(MaxTokens is >= 8 and <= 8192, nameof(MaxTokens), MaxTokens, "between 8 and 8,192");
        Rule.Require(TokenTypes is >= 1 and <= 16, nameof(TokenTypes), TokenTypes, "between 1 and 16");
        Rule.Require(Epsilon is > 0 and < 1e-2, nameof(Epsilon), Epsilon, "above 0 and below 0.01");
        return this;
    }
}
