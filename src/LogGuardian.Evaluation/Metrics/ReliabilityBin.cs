namespace LogGuardian.Evaluation;

/// <summary>Units whose probabilities are alike, of the ten intervals (0, 0.1] to (0.9, 1]; 0 belongs to the first. Empty ones are left out.</summary>
/// <param name="MeanScore">Mean of their probabilities: how many anomalies are expected among them.</param>
/// <param name="AnomalyShare">Share of them that is truly anomalous.</param>
/// <param name="Count">How many they are.</param>
public readonly record struct ReliabilityBin(double MeanScore, double AnomalyShare, int Count)
{
    internal const int Bins = 10;

    internal static IReadOnlyList<ReliabilityBin> Of(IReadOnlyList<UnitPrediction> predictions)
    {
        var sums = new double[Bins];
        var anomalies = new int[Bins];
        var counts = new int[Bins];
        foreach (UnitPrediction prediction in predictions)
        {
            if (prediction.Score is < 0 or > 1)
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"The score of unit '{prediction.Unit}' is {prediction.Score}; a probability is 0 to 1. Do not say that the method's scores are probabilities, or correct them."));
            }

            int bin = 0;
            while (bin < Bins - 1 && prediction.Score > (bin + 1) * (1.0 / Bins))
            {
                bin++;
            }

            sums[bin] += prediction.Score;
            anomalies[bin] += prediction.Label ? 1 : 0;
            counts[bin]++;
        }

        return [.. Enumerable.Range(0, Bins).Where(bin => counts[bin] > 0)
            .Select(bin => new ReliabilityBin(sums[bin] / counts[bin], (double)anomalies[bin] / counts[bin], counts[bin]))];
    }

    /// <summary>Expected calibration error (Naeini, Cooper, Hauskrecht, AAAI 2015): how far the shares are from the means, weighted by the counts.</summary>
    internal static double Error(IReadOnlyList<ReliabilityBin> bins) =>
        bins.Sum(bin => bin.Count * Math.Abs(bin.AnomalyShare - bin.MeanScore)) / bins.Sum(bin => bin.Count);
}
