namespace LogGuardian.Inference;

/// <summary>What a <see cref="CharacterPattern"/> matches.</summary>
internal enum CharacterClass
{
    /// <summary>Each white space.</summary>
    WhiteSpace,

    /// <summary>Each punctuation character or symbol of ASCII.</summary>
    Punctuation,

    /// <summary>Each digit or other number.</summary>
    Numbers,

    /// <summary>Runs of characters of words, and runs of those of neither words nor white space.</summary>
    Words,
}
