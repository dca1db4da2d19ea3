namespace LogGuardian.Cli;

/// <summary>How a piece of text is meant; the ink knows how that looks.</summary>
internal enum Tone
{
    /// <summary>Ordinary text.</summary>
    Plain,

    /// <summary>What the eye should pass over: line numbers, log lines, labels.</summary>
    Quiet,

    /// <summary>What the eye should find: the score of an anomaly.</summary>
    Alarm,

    /// <summary>A heading.</summary>
    Strong,

    /// <summary>All is well.</summary>
    Good,
}
