namespace LogGuardian.Inference;

/// <summary>
/// What stands before and after the messages of a window, and how it becomes embeddings: by <see cref="Rows"/>, or by <see cref="Embeddings"/> and <see cref="Tokenizer"/>.
/// </summary>
public sealed record BundlePrompt
{
    /// <summary>The text before the messages; at most 4,096 characters.</summary>
    public required string Before { get; init; }

    /// <summary>The text after the messages; at most 4,096 characters.</summary>
    public required string After { get; init; }

    /// <summary>Name of a file with the embeddings of both texts, one after the other: rows of float32, little-endian.</summary>
    public string? Rows { get; init; }

    /// <summary>How many of the rows belong to <see cref="Before"/>.</summary>
    public int RowsBefore { get; init; }

    /// <summary>How many of the rows belong to <see cref="After"/>.</summary>
    public int RowsAfter { get; init; }

    /// <summary>Name of an ONNX model that turns token ids into embeddings.</summary>
    public string? Embeddings { get; init; }

    /// <summary>How the texts become token ids for it.</summary>
    public BundleTokenizer? Tokenizer { get; init; }
}
