namespace LogGuardian.Evaluation;

/// <summary>
/// The threshold with the highest F1 on the test set itself. No method can know it beforehand: it says how well the scores separate, not how well a
/// detector would do.
/// </summary>
/// <param name="Threshold">The score; of equally good ones the highest.</param>
/// <param name="Confusion">What comes out there.</param>
public sealed record BestThreshold(double Threshold, ConfusionMatrix Confusion);
