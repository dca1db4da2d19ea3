namespace LogGuardian;

/// <summary>What one detector said of a window.</summary>
/// <param name="Detector">The detector's name.</param>
/// <param name="Score">Its calibrated score in [0..1]; 0.5 is as strange as the strangest normal windows.</param>
public readonly record struct TierScore(string Detector, float Score);
