namespace LogGuardian.Inference;

/// <summary>Log-odds of an anomaly: slope × (logit of anomalous − logit of normal) + bias.</summary>
/// <param name="Slope">The slope; above 0.</param>
/// <param name="Bias">The bias.</param>
public sealed record BundleCalibration(float Slope = 1, float Bias = 0);
