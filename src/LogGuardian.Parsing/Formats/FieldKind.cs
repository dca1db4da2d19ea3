namespace LogGuardian.Parsing;

/// <summary>What a header field holds, and so what it must look like where a format is strict.</summary>
internal enum FieldKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>The message: all that is left.</summary>
    Content,

    /// <summary>Part of the time: joined with its neighbours.</summary>
    Time,

    /// <summary>A whole timestamp of any shape, which ends where <see cref="TimestampReader"/> says.</summary>
    Timestamp,

    /// <summary>A level word or letter.</summary>
    Level,

    /// <summary>A level of one letter with nothing behind it.</summary>
    LevelLetter,

    /// <summary>A mark that stands for a level.</summary>
    LevelMark,

    /// <summary>A syslog priority.</summary>
    Priority,

    /// <summary>Digits only.</summary>
    Number,

    /// <summary>At least one byte and no white space.</summary>
    Token,
}
