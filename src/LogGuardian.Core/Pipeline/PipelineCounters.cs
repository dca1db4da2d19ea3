using System.Diagnostics.Metrics;

namespace LogGuardian.Core;

/// <summary>The numbers behind <see cref="PipelineCounts"/> and the meter <c>LogGuardian</c>. Instruments read them when asked, so that a line costs one addition.</summary>
internal sealed class PipelineCounters : IDisposable
{
    private readonly Meter _meter = new("LogGuardian");
    private readonly long[] _skipped = new long[Enum.GetValues<SkipReason>().Length];
    private long _linesRead;
    private long _linesParsed;
    private long _records;
    private long _outside;
    private long _late;
    private long _windows;
    private long _learned;
    private long _anomalies;
    private long _failures;
    private long _quarantined;
    private long _updates;
    private long _rejected;
    private long _rolledBack;
    private long _drifts;
    private long _succeeded;
    private long _withdrawn;
    private long _missed;

    public PipelineCounters()
    {
        Observe("logguardian.lines.read", "{line}", "Physical lines read.", () => Volatile.Read(ref _linesRead));
        Observe("logguardian.lines.parsed", "{line}", "Physical lines parsed.", () => Volatile.Read(ref _linesParsed));
        Observe("logguardian.records.late", "{record}", "Records that came after their window had closed.", () => Volatile.Read(ref _late));
        Observe("logguardian.windows", "{window}", "Windows closed.", () => Volatile.Read(ref _windows));
        Observe("logguardian.anomalies", "{window}", "Windows labelled anomalous.", () => Volatile.Read(ref _anomalies));
        Observe("logguardian.successors.accepted", "{template}", "New templates taken as known ones in other words.", () => Volatile.Read(ref _succeeded));
        Observe("logguardian.successors.withdrawn", "{template}", "Of these, those for which it turned out to be wrong.", () => Volatile.Read(ref _withdrawn));
        Observe("logguardian.stage.failures", "{failure}", "Failures of detectors, explainers and sinks.", () => Volatile.Read(ref _failures));
        Observe("logguardian.deadlines.missed", "{answer}", "Answers of detectors that did not come in time.", () => Volatile.Read(ref _missed));
        Observe("logguardian.drifts", "{drift}", "Times the log had changed little by little.", () => Volatile.Read(ref _drifts));
        _meter.CreateObservableCounter(
            "logguardian.updates",
            () => (Measurement<long>[])
            [
                new(Volatile.Read(ref _updates), new KeyValuePair<string, object?>("result", "accepted")),
                new(Volatile.Read(ref _rejected), new KeyValuePair<string, object?>("result", "rejected")),
                new(Volatile.Read(ref _rolledBack), new KeyValuePair<string, object?>("result", "rolled back")),
            ],
            "{update}",
            "Batches of windows that were learned from the stream, by result.");
        _meter.CreateObservableCounter(
            "logguardian.lines.skipped",
            () => Enum.GetValues<SkipReason>().Skip(1).Select(reason => new Measurement<long>(
                Volatile.Read(ref _skipped[(int)reason]), new KeyValuePair<string, object?>("reason", reason.ToString()))),
            "{line}",
            "Physical lines skipped, by reason.");
    }

    public void Read(int lines) => Interlocked.Add(ref _linesRead, lines);

    public void Skip(SkipReason reason, int lines) => Interlocked.Add(ref _skipped[(int)reason], lines);

    public void Record(int lines)
    {
        Interlocked.Add(ref _linesParsed, lines);
        Interlocked.Increment(ref _records);
    }

    public void Outside(long records) => Interlocked.Add(ref _outside, records);

    public void Late(long records) => Interlocked.Add(ref _late, records);

    public void Window() => Interlocked.Increment(ref _windows);

    public void Learned() => Interlocked.Increment(ref _learned);

    public void Anomaly() => Interlocked.Increment(ref _anomalies);

    public void Failure() => Interlocked.Increment(ref _failures);

    public void DeadlineMissed() => Interlocked.Increment(ref _missed);

    public void Quarantined() => Interlocked.Increment(ref _quarantined);

    public void Updated() => Interlocked.Increment(ref _updates);

    public void UpdateRejected() => Interlocked.Increment(ref _rejected);

    public void RolledBack() => Interlocked.Increment(ref _rolledBack);

    public void Drift() => Interlocked.Increment(ref _drifts);
    public void Succeeded() => Interlocked.Increment(ref _succeeded);

    public void Withdrawn() => Interlocked.Increment(ref _withdrawn);

    public PipelineCounts Snapshot()
    {
        Dictionary<SkipReason, long> skipped = Enum.GetValues<SkipReason>().Skip(1).ToDictionary(reason => reason, reason => Volatile.Read(ref _skipped[(int)reason]));
        return new PipelineCounts
        {
            LinesRead = Volatile.Read(ref _linesRead),
            LinesParsed = Volatile.Read(ref _linesParsed),
            LinesSkipped = skipped,
            Records = Volatile.Read(ref _records),
            RecordsOutsideWindows = Volatile.Read(ref _outside),
            RecordsLate = Volatile.Read(ref _late),
            Windows = Volatile.Read(ref _windows),
            WindowsLearned = Volatile.Read(ref _learned),
            Anomalies = Volatile.Read(ref _anomalies),
            SuccessorsAccepted = Volatile.Read(ref _succeeded),
            SuccessorsWithdrawn = Volatile.Read(ref _withdrawn),
            StageFailures = Volatile.Read(ref _failures),
            DeadlinesMissed = Volatile.Read(ref _missed),
            WindowsQuarantined = Volatile.Read(ref _quarantined),
            UpdatesAccepted = Volatile.Read(ref _updates),
            UpdatesRejected = Volatile.Read(ref _rejected),
            UpdatesRolledBack = Volatile.Read(ref _rolledBack),
            Drifts = Volatile.Read(ref _drifts),
        };
    }

    public void Dispose() => _meter.Dispose();

    private void Observe(string name, string unit, string description, Func<long> read) => _meter.CreateObservableCounter(name, read, unit, description);
}
