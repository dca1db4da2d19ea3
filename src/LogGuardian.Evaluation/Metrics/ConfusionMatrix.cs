namespace LogGuardian.Evaluation;

/// <summary>How often prediction and truth went together. Where a quotient is undefined it is 0, as with <c>zero_division=0</c> of scikit-learn.</summary>
/// <param name="TruePositives">Anomalies that were found.</param>
/// <param name="FalsePositives">Normal units taken for anomalies: false alarms.</param>
/// <param name="TrueNegatives">Normal units taken as such.</param>
/// <param name="FalseNegatives">Anomalies that were missed.</param>
public readonly record struct ConfusionMatrix(long TruePositives, long FalsePositives, long TrueNegatives, long FalseNegatives)
{
    /// <summary>Truly anomalous units.</summary>
    public long Positives => TruePositives + FalseNegatives;

    /// <summary>Truly normal units.</summary>
    public long Negatives => TrueNegatives + FalsePositives;

    /// <summary>All units.</summary>
    public long Total => Positives + Negatives;

    /// <summary>Share of the predicted anomalies that are true, 0 to 1.</summary>
    public double Precision => Share(TruePositives, TruePositives + FalsePositives);

    /// <summary>Share of the true anomalies that were found, 0 to 1.</summary>
    public double Recall => Share(TruePositives, Positives);

    /// <summary>Harmonic mean of precision and recall, 0 to 1.</summary>
    public double F1 => Share(2 * TruePositives, Positives + TruePositives + FalsePositives);

    /// <summary>Matthews correlation coefficient, -1 to 1: high only when both classes are predicted well, however rare one is.</summary>
    public double Mcc
    {
        get
        {
            double product = (double)(TruePositives + FalsePositives) * Positives * Negatives * (TrueNegatives + FalseNegatives);
            return product == 0 ? 0 : (((double)TruePositives * TrueNegatives) - ((double)FalsePositives * FalseNegatives)) / Math.Sqrt(product);
        }
    }

    internal static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    internal ConfusionMatrix With(bool label, bool predicted) => (label, predicted) switch
    {
        (true, true) => this with { TruePositives = TruePositives + 1 },
        (false, true) => this with { FalsePositives = FalsePositives + 1 },
        (false, false) => this with { TrueNegatives = TrueNegatives + 1 },
        (true, false) => this with { FalseNegatives = FalseNegatives + 1 },
    };
}
