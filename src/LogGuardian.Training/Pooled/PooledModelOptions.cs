namespace LogGuardian.Training;

/// <summary>What a new model without a decoder is like.</summary>
public sealed record PooledModelOptions
{
    /// <summary>Sizes of the encoder; its vocabulary is what is learned, or that of the other model.</summary>
    public EncoderShape Encoder { get; set; } = new() { Layers = 2 };

    /// <summary>Numbers between a message's vector and its evidence; 4 to 4,096, default 64.</summary>
    public int Width { get; set; } = 64;

    /// <summary>The most tokens of the vocabulary; 256 to 1,000,000, default 4,096.</summary>
    public int Vocabulary { get; set; } = 4096;

    /// <summary>Whether a message's vector is that of its first token, and not the mean of all; default false.</summary>
    public bool FirstToken { get; set; }

    /// <summary>The most messages of a window; longer ones are cut into parts. 1 to 4,096, default 128.</summary>
    public int MaxMessages { get; set; } = 128;

    /// <summary>What computes, see <see cref="TrainableModelOptions.Device"/>; default <c>cpu</c>.</summary>
    public string Device { get; set; } = "cpu";

    /// <summary>Seed of the weights.</summary>
    public int Seed { get; set; } = 1;

    internal PooledModelOptions Validated()
    {
        Encoder.Validated();
        Rule.Require(Width is >= 4 and <= 4096, nameof(Width), Width, "between 4 and 4,096");
        Rule.Require(Vocabulary is >= 256 and <= 1000000, nameof(Vocabulary), Vocabulary, "between 256 and 1,000,000");
        Rule.Require(MaxMessages is >= 1 and <= 4096, nameof(MaxMessages), MaxMessages, "between 1 and 4,096");
        return this with { };
    }
}
