namespace LogGuardian.Inference;

/// <summary>Log-odds of an anomaly: slope × (logit of anomalous − logit of normal) + bias.</summary>
/// <param name="Slope">The slope; above 0.</param>
/// <param name="Bias">The bias.</param>
/// <param name="Fitted">
/// Whether they were fitted to labelled windows of the system that the bundle is for. A pipeline takes the odds as they are then, see <see cref="IDetector.IsCalibrated"/>; those of other models it compares with
/// normal windows.
/// </param>
public sealed record BundleCalibration(float Slope = 1, float Bias = 0, bool Fitted = false);
