namespace LogGuardian.Core;

/// <summary>
/// How surprising it is that something came so often or so seldom, in bits: −log2 of the Chernoff bound of the tail (Chernoff, Ann. Math. Stat. 1952),
/// which needs no table, takes fractions and is never too small a probability.
/// </summary>
internal static class TailBits
{
    /// <summary>At least <paramref name="count"/> of <paramref name="trials"/>, each with a chance of <paramref name="chance"/> in (0..1).</summary>
    /// <returns>0 when no more came than is expected.</returns>
    public static double AtLeast(double count, double trials, double chance)
    {
        double share = count / trials;
        if (!(share > chance))
        {
            return 0;
        }

        double rest = share < 1 ? (1 - share) * Math.Log2((1 - share) / (1 - chance)) : 0;
        return trials * ((share * Math.Log2(share / chance)) + rest);
    }

    /// <summary>At least <paramref name="count"/> where so many are expected, by Poisson.</summary>
    /// <returns>0 when no more came than is expected.</returns>
    public static double AtLeast(double count, double expected) => count > expected ? Poisson(count, expected) : 0;

    /// <summary>At most <paramref name="count"/> where so many are expected, by Poisson.</summary>
    /// <returns>0 when no fewer came than is expected.</returns>
    public static double AtMost(double count, double expected) => count < expected ? Poisson(count, expected) : 0;

    /// <summary>How much a finding deserves attention after so many observations: 1 after a thousand and more, less before.</summary>
    public static double Trust(double observations) => Math.Min(1, Math.Log2(observations + 2) / 10);

    private static double Poisson(double count, double expected) =>
        ((count > 0 ? count * Math.Log(count / expected) : 0) - count + expected) / Math.Log(2);
}
