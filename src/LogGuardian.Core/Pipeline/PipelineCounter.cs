namespace LogGuardian.Core;

/// <summary>What <see cref="PipelineCounters"/> counts, beside lines skipped by reason.</summary>
internal enum PipelineCounter
{
    LinesRead,
    LinesParsed,
    Records,
    RecordsOutside,
    RecordsLate,
    Windows,
    WindowsLearned,
    WindowsQuarantined,
    Anomalies,
    StageFailures,
    DeadlinesMissed,
    UpdatesAccepted,
    UpdatesRejected,
    UpdatesRolledBack,
    Drifts,
    SuccessorsAccepted,
    SuccessorsWithdrawn,
}
