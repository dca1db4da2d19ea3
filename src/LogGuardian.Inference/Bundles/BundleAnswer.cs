namespace LogGuardian.Inference;

/// <summary>The tokens whose logits at the last position are compared.</summary>
public sealed record BundleAnswer
{
    /// <summary>Id of the token that says that a window is normal.</summary>
    public required int Normal { get; init; }

    /// <summary>Id of the token that says that it is anomalous.</summary>
    public required int Anomalous { get; init; }
}
