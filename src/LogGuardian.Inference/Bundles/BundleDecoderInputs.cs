namespace LogGuardian.Inference;

/// <summary>Names of a decoder's inputs.</summary>
public sealed record BundleDecoderInputs
{
    /// <summary>The embeddings; default <c>inputs_embeds</c>.</summary>
    public string Embeddings { get; init => field = value ?? "inputs_embeds"; } = "inputs_embeds";

    /// <summary>1 for each position, 0 for what fills a batch up; by default <c>attention_mask</c>, if the model has it.</summary>
    public string? Mask { get; init; }

    /// <summary>0, 1, 2, …; by default <c>position_ids</c>, if the model has it.</summary>
    public string? Positions { get; init; }
}
