namespace LogGuardian;

/// <summary>A value cut out of a line's content: a slice, so that nothing is copied until someone asks for the text.</summary>
/// <param name="Start">Offset of the first byte within <see cref="ParsedLog.Content"/>.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="Kind">The mask that matched.</param>
public readonly record struct Parameter(int Start, int Length, ParameterKind Kind);
