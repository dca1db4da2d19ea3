namespace LogGuardian.Parsing;

/// <summary>A word of the content, from white space to white space.</summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="Hash">Hash of the word with its masks applied; equal for words that differ only in masked values.</param>
/// <param name="IsLiteral">Whether the word holds constant text: false when masks cover it whole.</param>
internal readonly record struct Token(int Start, int Length, ulong Hash, bool IsLiteral)
{
    /// <summary>The hash of a position that matches every word.</summary>
    public const ulong Wildcard = 0;
}
