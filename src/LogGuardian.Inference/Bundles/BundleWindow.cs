namespace LogGuardian.Inference;

/// <summary>What the decoder reads of a window.</summary>
/// <param name="MaxMessages">The most messages; 1 to 4,096.</param>
public sealed record BundleWindow(int MaxMessages = 128);
