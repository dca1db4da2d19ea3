namespace LogGuardian.Inference;

/// <summary>Names of an encoder's inputs. What is not named has the name that Hugging Face gives it; <see cref="Types"/> and <see cref="Positions"/> may be missing in the model then.</summary>
public sealed record BundleEncoderInputs
{
    /// <summary>Token ids; by default <c>input_ids</c>.</summary>
    public string? Ids { get; init; }

    /// <summary>1 for each token, 0 for what fills a batch up; by default <c>attention_mask</c>.</summary>
    public string? Mask { get; init; }

    /// <summary>Zeros; by default <c>token_type_ids</c>, if the model has it.</summary>
    public string? Types { get; init; }

    /// <summary>0, 1, 2, …; by default <c>position_ids</c>, if the model has it.</summary>
    public string? Positions { get; init; }
}
