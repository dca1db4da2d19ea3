namespace LogGuardian.Inference;

/// <summary>The ONNX model that brings vectors of messages into the space of the decoder's embeddings: one input and one output.</summary>
public sealed record BundleProjector
{
    /// <summary>Name of the file.</summary>
    public required string File { get; init; }
}
