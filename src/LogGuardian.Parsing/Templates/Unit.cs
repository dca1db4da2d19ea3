namespace LogGuardian.Parsing;

/// <summary>A word or value of the content, between delimiters. What stands between units (spaces, '=', brackets) makes the shape of the line.</summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="Length">Length in bytes; 0 for what is empty between brackets or behind '='.</param>
/// <param name="Hash">Hash of a word; for a value the hash of its mask, equal for all values that may stand in for each other.</param>
/// <param name="Kind">For a value: the mask that matched.</param>
/// <param name="IsValue">Whether the unit is a value and no word.</param>
/// <param name="Rule">For a mask of the user: its index in the <see cref="MaskSet"/>.</param>
internal readonly record struct Unit(int Start, int Length, ulong Hash, ParameterKind Kind, bool IsValue, byte Rule = 0)
{
    /// <summary>The hash of a place that takes any word.</summary>
    public const ulong Wildcard = 0;
}
