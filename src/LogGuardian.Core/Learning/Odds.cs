namespace LogGuardian.Core;

/// <summary>Scores as odds, which is what they were before they were brought to [0..1]; there, a factor means the same at each height.</summary>
internal static class Odds
{
    /// <summary>What lies so many times above a threshold, or below, does not depend on what was learned last.</summary>
    public const double Clear = 1.5;

    public static double Of(float score) => score / Math.Max(1e-6, 1 - score);
}
