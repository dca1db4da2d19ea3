namespace LogGuardian.TestModels;

/// <summary>What a test bundle holds.</summary>
public sealed record TestBundleOptions
{
    /// <summary>Size of the encoder.</summary>
    public ModelShape Encoder { get; init; } = new(2, 32);

    /// <summary>Size of the decoder; null for a bundle that only encodes.</summary>
    public ModelShape? Decoder { get; init; } = new(2, 128);

    /// <summary>Whether models are of whole numbers.</summary>
    public bool Quantized { get; init; }

    /// <summary>Layers of the projector; 0 when projector and prompt are inside the decoder.</summary>
    public int ProjectorLayers { get; init; } = 1;

    /// <summary>Whether the decoder has the input <c>position_ids</c>.</summary>
    public bool PositionIds { get; init; }

    /// <summary>Whether the decoder has inputs for past keys and values.</summary>
    public bool Past { get; init; }

    /// <summary>Whether the decoder gives the logits of all rows.</summary>
    public bool AllRows { get; init; }

    /// <summary>Whether the prompt's rows come from <c>embed_tokens.onnx</c>, and not from a file of rows.</summary>
    public bool EmbedTokens { get; init; }

    /// <summary>What a message shows where values stand.</summary>
    public string Masks { get; init; } = "typed";

    /// <summary>Where this is given, the weights are constructed: windows with messages like this one are anomalous.</summary>
    public string? Failure { get; init; }

    /// <summary>What constructed weights multiply their answer with: at 0.5 the log-odds of windows are about -5 and 5.</summary>
    public float Loudness { get; init; } = 0.5f;

    /// <summary>Messages that are not like it.</summary>
    public IReadOnlyList<string> Normal { get; init; } = TestBundle.NormalMessages;

    /// <summary>Seed of the weights.</summary>
    public int Seed { get; init; } = 1;
}
