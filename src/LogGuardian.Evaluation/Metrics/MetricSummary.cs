namespace LogGuardian.Evaluation;

/// <summary>A metric over several seeds or draws.</summary>
/// <param name="Count">Number of values.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardDeviation">Their sample standard deviation; 0 for a single value.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
/// <param name="MeanInterval">
/// 95 % interval of the mean by Student's t; null for a single value. It is about further draws of the same data, which overlap, and not about other data.
/// </param>
public sealed record MetricSummary(int Count, double Mean, double StandardDeviation, double Min, double Max, Interval? MeanInterval)
{
    // Quantiles 0.975 of Student's t for 1 to 30 degrees of freedom: the expansion below is not good enough there.
    private static readonly double[] StudentQuantiles =
    [
        12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139,
        2.200985, 2.178813, 2.160369, 2.144787, 2.131450, 2.119905, 2.109816, 2.100922, 2.093024, 2.085963,
        2.079614, 2.073873, 2.068658, 2.063899, 2.059539, 2.055529, 2.051831, 2.048407, 2.045230, 2.042272,
    ];

    /// <summary>Sums values up.</summary>
    /// <param name="values">At least one, none of them NaN.</param>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static MetricSummary Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length == 0)
        {
            throw new ArgumentException("There are no values; a summary needs at least one. Leave metrics out that are null.", nameof(values));
        }

        double mean = all.Average();
        double deviation = all.Length == 1 ? 0 : Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1));
        double margin = all.Length == 1 ? 0 : StudentQuantile(all.Length - 1) * deviation / Math.Sqrt(all.Length);
        return new MetricSummary(all.Length, mean, deviation, all.Min(), all.Max(), all.Length == 1 ? null : new Interval(mean - margin, mean + margin));
    }

    /// <summary>The 0.975 quantile; from 31 degrees of freedom on the first terms of the expansion around the normal quantile (Abramowitz and Stegun 26.7.5), right to 1e-6.</summary>
    internal static double StudentQuantile(int degrees)
    {
        const double Z = 1.959963985;
        const double Z3 = Z * Z * Z;
        const double Z5 = Z3 * Z * Z;
        const double Z7 = Z5 * Z * Z;
        double d = degrees;
        return degrees <= StudentQuantiles.Length
            ? StudentQuantiles[degrees - 1]
            : Z + ((Z3 + Z) / (4 * d)) + (((5 * Z5) + (16 * Z3) + (3 * Z)) / (96 * d * d)) + (((3 * Z7) + (19 * Z5) + (17 * Z3) - (15 * Z)) / (384 * d * d * d));
    }
}
