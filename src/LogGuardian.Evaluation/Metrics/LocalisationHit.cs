namespace LogGuardian.Evaluation;

/// <summary>How often a truly anomalous line is among the first that the method suspects.</summary>
/// <param name="Lines">How many suspect lines are looked at: 1, 3 or 5.</param>
/// <param name="Hits">Found anomalies with a truly anomalous line among them.</param>
/// <param name="Units">All found anomalies whose anomalous lines are known; those for which the method names no line are misses.</param>
public readonly record struct LocalisationHit(int Lines, long Hits, long Units)
{
    /// <summary><see cref="Hits"/> of <see cref="Units"/>, 0 to 1.</summary>
    public double Share => ConfusionMatrix.Share(Hits, Units);
}
