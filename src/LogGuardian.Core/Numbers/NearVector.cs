namespace LogGuardian.Core;

/// <summary>A vector that was found.</summary>
/// <param name="Row">Its row; -1 when there is none.</param>
/// <param name="Similarity">Its dot product with the query, the cosine of vectors of length 1.</param>
internal readonly record struct NearVector(int Row, float Similarity)
{
    public static NearVector None { get; } = new(-1, float.NegativeInfinity);

    public bool Exists => Row >= 0;

    /// <summary>1 less the cosine, in [0..2]; that of nothing is 2.</summary>
    public double Distance => Exists ? Math.Clamp(1 - (double)Similarity, 0, 2) : 2;
}
