namespace LogGuardian.Core;

/// <summary>The numbers behind <see cref="PipelineCounts"/> and <see cref="PipelineMetrics"/>. Both read them when asked, so that a line costs one addition.</summary>
internal sealed class PipelineCounters
{
    private readonly long[] _counts = new long[Enum.GetValues<PipelineCounter>().Length];
    private readonly long[] _skipped = new long[Enum.GetValues<SkipReason>().Length];

    public long this[PipelineCounter counter] => Volatile.Read(ref _counts[(int)counter]);

    public long this[SkipReason reason] => Volatile.Read(ref _skipped[(int)reason]);

    public void Read(int lines) => Add(PipelineCounter.LinesRead, lines);

    public void Skip(SkipReason reason, int lines) => Interlocked.Add(ref _skipped[(int)reason], lines);

    public void Record(int lines)
    {
        Add(PipelineCounter.LinesParsed, lines);
        Add(PipelineCounter.Records, 1);
    }

    public void Outside(long records) => Add(PipelineCounter.RecordsOutside, records);

    public void Late(long records) => Add(PipelineCounter.RecordsLate, records);

    public void Window() => Add(PipelineCounter.Windows, 1);

    public void Learned() => Add(PipelineCounter.WindowsLearned, 1);

    public void Anomaly() => Add(PipelineCounter.Anomalies, 1);

    public void Failure() => Add(PipelineCounter.StageFailures, 1);

    public void DeadlineMissed() => Add(PipelineCounter.DeadlinesMissed, 1);

    public void Quarantined() => Add(PipelineCounter.WindowsQuarantined, 1);

    public void Updated() => Add(PipelineCounter.UpdatesAccepted, 1);

    public void UpdateRejected() => Add(PipelineCounter.UpdatesRejected, 1);

    public void RolledBack() => Add(PipelineCounter.UpdatesRolledBack, 1);

    public void Drift() => Add(PipelineCounter.Drifts, 1);

    public void Succeeded() => Add(PipelineCounter.SuccessorsAccepted, 1);

    public void Withdrawn() => Add(PipelineCounter.SuccessorsWithdrawn, 1);

    /// <summary>Adds what a detector that is gone has counted.</summary>
    public void Add(PipelineCounters other)
    {
        foreach (PipelineCounter counter in Enum.GetValues<PipelineCounter>())
        {
            Add(counter, other[counter]);
        }

        foreach (SkipReason reason in Enum.GetValues<SkipReason>())
        {
            Interlocked.Add(ref _skipped[(int)reason], other[reason]);
        }
    }

    public PipelineCounts Snapshot() => new()
    {
        LinesRead = this[PipelineCounter.LinesRead],
        LinesParsed = this[PipelineCounter.LinesParsed],
        LinesSkipped = Enum.GetValues<SkipReason>().Skip(1).ToDictionary(reason => reason, reason => this[reason]),
        Records = this[PipelineCounter.Records],
        RecordsOutsideWindows = this[PipelineCounter.RecordsOutside],
        RecordsLate = this[PipelineCounter.RecordsLate],
        Windows = this[PipelineCounter.Windows],
        WindowsLearned = this[PipelineCounter.WindowsLearned],
        Anomalies = this[PipelineCounter.Anomalies],
        SuccessorsAccepted = this[PipelineCounter.SuccessorsAccepted],
        SuccessorsWithdrawn = this[PipelineCounter.SuccessorsWithdrawn],
        StageFailures = this[PipelineCounter.StageFailures],
        DeadlinesMissed = this[PipelineCounter.DeadlinesMissed],
        WindowsQuarantined = this[PipelineCounter.WindowsQuarantined],
        UpdatesAccepted = this[PipelineCounter.UpdatesAccepted],
        UpdatesRejected = this[PipelineCounter.UpdatesRejected],
        UpdatesRolledBack = this[PipelineCounter.UpdatesRolledBack],
        Drifts = this[PipelineCounter.Drifts],
    };

    private void Add(PipelineCounter counter, long amount) => Interlocked.Add(ref _counts[(int)counter], amount);
}
