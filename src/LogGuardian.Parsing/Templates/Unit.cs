namespace LogGuardian.Parsing;

/// <summary>A word or value of the content, between delimiters. What stands between units (spaces, '=', brackets) makes the shape of the line.</summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="Length">Length in bytes; 0 for what is empty between brackets or behind '='.</param>
/// <param name="Hash">Hash of a word; for a value the hash of its mask, equal for all values that may stand in for each other.</param>
/// <param name="Role">What the unit may become when lines differ in it.</param>
/// <param name="Kind">For a value: the mask that matched.</param>
internal readonly record struct Unit(int Start, int Length, ulong Hash, UnitRole Role, ParameterKind Kind)
{
    /// <summary>The hash of a place that takes any word.</summary>
    public const ulong Wildcard = 0;
}
