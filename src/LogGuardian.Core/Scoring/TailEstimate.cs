namespace LogGuardian.Core;

/// <summary>
/// Estimates high quantiles from few samples by peaks over threshold with an exponential tail (the generalised Pareto
/// distribution at shape 0, as in Siffer et al., KDD 2017): an alarm once in 10,000 windows cannot be read off 100 of them.
/// </summary>
internal static class TailEstimate
{
    private const double TailShare = 0.1;

    // An exponential tail of so few samples as it takes to need one goes little further than this; one that does is made by a lump of samples at its start.
    private const double MostBeyond = 2;

    /// <summary>The value that a normal window exceeds with probability <paramref name="probability"/>.</summary>
    /// <param name="sorted">Samples in ascending order.</param>
    /// <param name="probability">In (0..1).</param>
    public static double Quantile(ReadOnlySpan<float> sorted, double probability)
    {
        if (sorted.IsEmpty)
        {
            return 0;
        }

        int border = (int)((1 - TailShare) * (sorted.Length - 1));
        if (probability >= TailShare)
        {
            return sorted[(int)((1 - probability) * (sorted.Length - 1))];
        }

        ReadOnlySpan<float> tail = sorted[border..];
        double start = tail[0];
        double excess = 0;
        foreach (float value in tail)
        {
            excess += value - start;
        }

        return Math.Min(MostBeyond * sorted[^1], start + (excess / tail.Length * Math.Log(TailShare / probability)));
    }
}
