namespace LogGuardian.Evaluation;

/// <summary>What comes out at one threshold: a point of the ROC curve, of the precision-recall curve and of the curves by threshold.</summary>
/// <param name="Threshold">The score from which units are predicted to be anomalous.</param>
/// <param name="Precision">Share of the predicted anomalies that is true.</param>
/// <param name="Recall">Share of the true anomalies that is found: the true positive rate.</param>
/// <param name="FalsePositiveRate">Share of the normal units taken for anomalies.</param>
public readonly record struct OperatingPoint(double Threshold, double Precision, double Recall, double FalsePositiveRate)
{
    /// <summary>Harmonic mean of precision and recall; 0 when both are.</summary>
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);
}
