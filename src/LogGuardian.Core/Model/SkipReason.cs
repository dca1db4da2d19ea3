namespace LogGuardian;

/// <summary>Why a line did not become a parsed log. Every line that is read is either parsed or counted under one of these.</summary>
public enum SkipReason : byte
{
    /// <summary>The line was not skipped.</summary>
    None = 0,

    /// <summary>The line holds nothing but white space.</summary>
    Blank,

    /// <summary>The line is longer than the reader's <c>MaxLineBytes</c>.</summary>
    TooLong,

    /// <summary>The line belongs to a file that is not text.</summary>
    Binary,

    /// <summary>A comment or directive of the format itself, such as <c>#Fields:</c> in W3C logs.</summary>
    Directive,
}
