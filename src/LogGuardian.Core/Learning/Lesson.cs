namespace LogGuardian.Core;

/// <summary>A window that may teach, with its raw scores from before it was learned.</summary>
/// <param name="Window">The window.</param>
/// <param name="Raw">The raw scores of all detectors.</param>
/// <param name="IsOrdinary">Whether it teaches the detectors; the calibration learns from all of them.</param>
internal sealed record Lesson(LogWindow Window, float[] Raw, bool IsOrdinary = true);
