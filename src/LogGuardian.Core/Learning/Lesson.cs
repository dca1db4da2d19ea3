namespace LogGuardian.Core;

/// <summary>A window that may teach, with its raw scores from before it was learned.</summary>
internal sealed record Lesson(LogWindow Window, float[] Raw);
