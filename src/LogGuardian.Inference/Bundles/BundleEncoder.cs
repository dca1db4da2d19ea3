using System.Text.Json.Serialization;

namespace LogGuardian.Inference;

/// <summary>The ONNX model that turns token ids into vectors.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Dimension">Numbers in a vector; 1 to 16,384.</param>
/// <param name="Pooling">How the vectors of tokens become that of the message.</param>
/// <param name="Normalize">Whether a vector is brought to length 1.</param>
public sealed record BundleEncoder(
    string File,
    int Dimension,
    [property: JsonConverter(typeof(LowerCaseEnum<EncoderPooling>))] EncoderPooling Pooling = EncoderPooling.Mean,
    bool Normalize = true)
{
    /// <summary>Names of the inputs.</summary>
    public BundleEncoderInputs Inputs { get; init => field = value ?? new(); } = new();

    /// <summary>
    /// Name of the output. By default the first that the model has of <c>sentence_embedding</c> and <c>pooler_output</c> without pooling,
    /// of <c>last_hidden_state</c> and <c>token_embeddings</c> with it.
    /// </summary>
    public string? Output { get; init; }
}
