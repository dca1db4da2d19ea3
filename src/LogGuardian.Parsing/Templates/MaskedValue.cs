namespace LogGuardian.Parsing;

/// <summary>A masked part of a word.</summary>
internal readonly record struct MaskedValue(int Token, int Start, int Length, ParameterKind Kind);
