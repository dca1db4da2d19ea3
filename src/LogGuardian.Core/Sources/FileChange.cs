namespace LogGuardian;

/// <summary>What happened to a followed file between two looks.</summary>
internal enum FileChange
{
    /// <summary>It is still there, or nothing took its place yet.</summary>
    None,

    /// <summary>It was cut short or written anew in place: what was not read of it is gone.</summary>
    Rewritten,

    /// <summary>Another file has its path; the old one can be read to its end.</summary>
    Replaced,
}
