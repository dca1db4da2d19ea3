namespace LogGuardian;

/// <summary>Where a record of a pattern stands.</summary>
/// <param name="Source">Name of its source.</param>
/// <param name="LineId">1-based number of its first physical line.</param>
public readonly record struct PatternLine(string Source, long LineId);
