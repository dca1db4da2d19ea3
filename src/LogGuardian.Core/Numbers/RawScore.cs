namespace LogGuardian.Core;

/// <summary>What detectors do alike with their raw scores.</summary>
internal static class RawScore
{
    /// <summary>
    /// A raw score above 1 grows with the logarithm from there on: the scores of normal windows have a tail heavier than exponential, and a few of them would
    /// set the level for all.
    /// </summary>
    public static double Tempered(double raw) => raw <= 1 ? raw : 1 + Math.Log(raw);
}
