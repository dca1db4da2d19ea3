namespace LogGuardian.Inference;

/// <summary>The ONNX model that reads embeddings and answers with logits.</summary>
public sealed record BundleDecoder
{
    /// <summary>Name of the file.</summary>
    public required string File { get; init; }

    /// <summary>Numbers in an embedding; 1 to 16,384.</summary>
    public required int Hidden { get; init; }

    /// <summary>Logits at a position; 2 to 1,048,576.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Names of the inputs.</summary>
    public BundleDecoderInputs Inputs { get; init => field = value ?? new(); } = new();

    /// <summary>Name of the output; default <c>logits</c>.</summary>
    public string Output { get; init => field = value ?? "logits"; } = "logits";
}
