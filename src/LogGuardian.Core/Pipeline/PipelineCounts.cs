namespace LogGuardian;

/// <summary>What a detector has done so far. Lines read are always lines parsed plus lines skipped.</summary>
public sealed record PipelineCounts
{
    /// <summary>Physical lines read.</summary>
    public long LinesRead { get; init; }

    /// <summary>Physical lines that became part of a parsed record.</summary>
    public long LinesParsed { get; init; }

    /// <summary>Physical lines skipped, by reason.</summary>
    public IReadOnlyDictionary<SkipReason, long> LinesSkipped { get; init; } = new Dictionary<SkipReason, long>();

    /// <summary>Records parsed; a record with a stack trace is one record of many lines.</summary>
    public long Records { get; init; }

    /// <summary>Records that belonged to no window, such as lines without a session key.</summary>
    public long RecordsOutsideWindows { get; init; }

    /// <summary>
    /// Records that came after their own window of event time had closed; they are in the oldest window that was still open. See
    /// <see cref="WindowBuilderExtensions.WindowByTime"/>.
    /// </summary>
    public long RecordsLate { get; init; }

    /// <summary>Windows closed.</summary>
    public long Windows { get; init; }

    /// <summary>Windows that were only learned from: normal logs and the warm-up.</summary>
    public long WindowsLearned { get; init; }

    /// <summary>Windows labelled <see cref="DetectionLabel.Anomaly"/>.</summary>
    public long Anomalies { get; init; }

    /// <summary>New templates that were taken as known ones in other words, after an update of the program that writes them; the detector's log names them.</summary>
    public long SuccessorsAccepted { get; init; }

    /// <summary>Of these, those for which it turned out to be wrong.</summary>
    public long SuccessorsWithdrawn { get; init; }

    /// <summary>Times a detector, an explainer or a sink failed.</summary>
    public long StageFailures { get; init; }

    /// <summary>Times a detector was left out because it did not answer in time; see <see cref="AnomalyDetectorBuilder.WithDeadline"/>.</summary>
    public long DeadlinesMissed { get; init; }

    /// <summary>Windows labelled normal that did not teach because they came soon after an anomaly; see <see cref="LearningOptions.Quarantine"/>.</summary>
    public long WindowsQuarantined { get; init; }

    /// <summary>Batches of normal windows of the stream that were tried out and learned.</summary>
    public long UpdatesAccepted { get; init; }

    /// <summary>Batches that were dropped, because with them other things would have been said of windows whose label is known.</summary>
    public long UpdatesRejected { get; init; }

    /// <summary>Times that what was learned was taken back, because anomalies came thick and fast that were none before.</summary>
    public long UpdatesRolledBack { get; init; }

    /// <summary>
    /// Times that a source had changed little by little so far that it would have been reported before, see <see cref="EvidenceKind.Drift"/>, or that what
    /// had been reported became normal.
    /// </summary>
    public long Drifts { get; init; }
}
