namespace LogGuardian.Training;

/// <summary>What a new model is like.</summary>
public sealed record TrainableModelOptions
{
    /// <summary>Sizes of the encoder; its vocabulary is what is learned.</summary>
    public EncoderShape Encoder { get; set; } = new();

    /// <summary>Sizes of the decoder; its vocabulary is what is learned.</summary>
    public DecoderShape Decoder { get; set; } = new();

    /// <summary>The most tokens of the vocabulary; 256 to 1,000,000, default 4,096.</summary>
    public int Vocabulary { get; set; } = 4096;

    /// <summary>Whether a message's vector is that of its first token, and not the mean of all; default false.</summary>
    public bool FirstToken { get; set; }

    /// <summary>The most messages of a window; longer ones are cut into parts. 1 to 4,096, default 128.</summary>
    public int MaxMessages { get; set; } = 128;

    /// <summary>What computes: <c>cpu</c>, the default, <c>cuda</c>, or <c>cuda:1</c> for the second GPU.</summary>
    public string Device { get; set; } = "cpu";

    /// <summary>Seed of the weights.</summary>
    public int Seed { get; set; } = 1;

    internal TrainableModelOptions Validated()
    {
        Encoder.Validated();
        Decoder.Validated();
        Rule.Require(Vocabulary is >= 256 and <= 1000000, nameof(Vocabulary), Vocabulary, "between 256 and 1,000,000");
        Rule.Require(MaxMessages is >= 1 and <= 4096, nameof(MaxMessages), MaxMessages, "between 1 and 4,096");
        return this with { };
    }
}
