namespace LogGuardian.Training;

/// <summary>How a training run ended.</summary>
internal enum RunOutcome
{
    /// <summary>It has not ended, or broke off without a word.</summary>
    Running,

    /// <summary>All steps were done.</summary>
    Completed,

    /// <summary>Validation got no better any more.</summary>
    StoppedEarly,

    /// <summary>Somebody ended it.</summary>
    Cancelled,

    /// <summary>An error ended it.</summary>
    Failed,
}
