namespace LogGuardian;

/// <summary>What one detector said of a window.</summary>
/// <param name="Detector">The detector's name.</param>
/// <param name="Score">Its calibrated score in [0..1]; 0.5 is as strange as the strangest normal windows.</param>
/// <param name="PValue">
/// The share of normal windows that are at least as strange to this detector, the window counted among them, in (0..1]: a conformal p-value (Vovk et al. 2005). It
/// cannot be less than one by the number of windows compared with.
/// </param>
public readonly record struct TierScore(string Detector, float Score, double PValue = 1);
