namespace LogGuardian.Core;

/// <summary>A window of the warm-up with what was thought of it before it was learned.</summary>
internal sealed record HeldWindow(LogWindow Window, float[] Raw, IReadOnlyList<Evidence> Evidence, string? Failure);
