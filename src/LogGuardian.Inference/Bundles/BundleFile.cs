namespace LogGuardian.Inference;

/// <summary>A file of a bundle, as its manifest lists it.</summary>
public sealed record BundleFile
{
    /// <summary>Its length.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of its bytes, in hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
}
