namespace LogGuardian.Parsing;

/// <summary>A masked part of a line.</summary>
internal readonly record struct MaskedValue(int Start, int Length, ParameterKind Kind);
