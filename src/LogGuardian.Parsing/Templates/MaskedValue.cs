namespace LogGuardian.Parsing;

/// <summary>A masked part of a line.</summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="Kind">The mask that matched.</param>
/// <param name="Rule">For a mask of the user: its index in the <see cref="MaskSet"/>.</param>
internal readonly record struct MaskedValue(int Start, int Length, ParameterKind Kind, byte Rule = 0);
