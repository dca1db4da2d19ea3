using System.Diagnostics.Metrics;
using System.Text.Json;
using LogGuardian.Core;

namespace LogGuardian;

/// <summary>
/// The instruments of the meter <c>LogGuardian</c> for one pipeline, whichever of its detectors runs: what a detector has counted stays when it is disposed, so that counters
/// never go back. Names and units follow the semantic conventions of OpenTelemetry; each measurement has the attribute <c>logguardian.pipeline</c>. See docs/telemetry.md.
/// </summary>
public sealed class PipelineMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "LogGuardian";

    /// <summary>The attribute that names the pipeline.</summary>
    public const string PipelineAttribute = "logguardian.pipeline";

    // A window whose last line is older was read from the past: how long ago it was written says nothing of how long the decision took.
    private static readonly TimeSpan LongestDecision = TimeSpan.FromHours(1);
    private static readonly double[] DecisionBounds = [.005, .01, .025, .05, .1, .25, .5, 1, 2, 5, 10, 30, 60, 300];

    private static readonly double[] AnswerBounds = [.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 5, 10, 30];

    private readonly Lock _gate = new();
    private readonly Meter? _own;
    private readonly KeyValuePair<string, object?> _pipeline;
    private readonly List<PipelineCounters> _running = [];
    private readonly PipelineCounters _past = new();
    private readonly Histogram<double> _decision;
    private readonly Counter<long> _asked;
    private readonly Counter<long> _decided;
    private readonly Histogram<double> _answer;

    /// <summary>Makes the instruments of a pipeline, once for all detectors that it will have.</summary>
    /// <param name="factory">Of the host, which owns the meter then; without one, the meter is this object's own.</param>
    /// <param name="pipeline">Name of the pipeline; by default <c>default</c>, as for one without a name.</param>
    public PipelineMetrics(IMeterFactory? factory = null, string pipeline = "")
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        Meter meter = factory?.Create(MeterName) ?? (_own = new Meter(MeterName));
        _pipeline = new KeyValuePair<string, object?>(PipelineAttribute, pipeline.Length == 0 ? "default" : pipeline);
        Count(meter, "logguardian.lines.read", "{line}", "Physical lines read.", PipelineCounter.LinesRead);
        Count(meter, "logguardian.lines.parsed", "{line}", "Physical lines parsed.", PipelineCounter.LinesParsed);
        Count(meter, "logguardian.records.late", "{record}", "Records that came after their window had closed.", PipelineCounter.RecordsLate);
        Count(meter, "logguardian.records.unassigned", "{record}", "Records that belonged to no window.", PipelineCounter.RecordsOutside);
        Count(meter, "logguardian.windows.closed", "{window}", "Windows closed.", PipelineCounter.Windows);
        Count(meter, "logguardian.windows.learned", "{window}", "Windows that were only learned from.", PipelineCounter.WindowsLearned);
        Count(meter, "logguardian.windows.quarantined", "{window}", "Normal windows that did not teach, soon after an anomaly.", PipelineCounter.WindowsQuarantined);
        Count(meter, "logguardian.anomalies", "{window}", "Windows labelled anomalous.", PipelineCounter.Anomalies);
        Count(meter, "logguardian.successors.accepted", "{template}", "New templates taken as known ones in other words.", PipelineCounter.SuccessorsAccepted);
        Count(meter, "logguardian.successors.withdrawn", "{template}", "Of these, those for which it turned out to be wrong.", PipelineCounter.SuccessorsWithdrawn);
        Count(meter, "logguardian.stage.failures", "{failure}", "Failures of detectors, explainers and sinks.", PipelineCounter.StageFailures);
        Count(meter, "logguardian.deadlines.missed", "{answer}", "Answers of detectors that did not come in time.", PipelineCounter.DeadlinesMissed);
        Count(meter, "logguardian.drifts", "{drift}", "Times the log had changed little by little.", PipelineCounter.Drifts);
        meter.CreateObservableCounter<long>(
            "logguardian.updates",
            () =>
            [
                Of(PipelineCounter.UpdatesAccepted, "logguardian.update.result", "accepted"),
                Of(PipelineCounter.UpdatesRejected, "logguardian.update.result", "rejected"),
                Of(PipelineCounter.UpdatesRolledBack, "logguardian.update.result", "rolled_back"),
            ],
            "{update}",
            "Batches of windows that were learned from the stream, by result.");
        meter.CreateObservableCounter(
            "logguardian.lines.skipped",
            () => Enum.GetValues<SkipReason>().Skip(1).Select(reason => new Measurement<long>(
                Sum(counters => counters[reason]), _pipeline, new("logguardian.skip.reason", JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString())))),
            "{line}",
            "Physical lines skipped, by reason.");
        _decision = meter.CreateHistogram(
            "logguardian.decision.duration", "s", "Time from the last line of a window to its decision.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = DecisionBounds });
        _asked = meter.CreateCounter<long>("logguardian.tier.windows", "{window}", "Windows that a tier of the cascade was asked for.");
        _decided = meter.CreateCounter<long>("logguardian.tier.decisions", "{window}", "Windows on which a tier of the cascade had the last word.");
        _answer = meter.CreateHistogram(
            "logguardian.tier.duration", "s", "Time that a tier of the cascade took for a batch of windows.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = AnswerBounds });
    }

    /// <summary>Notes that a tier of a cascade was asked.</summary>
    internal void Asked(DetectorTier tier, int windows, TimeSpan duration)
    {
        _asked.Add(windows, _pipeline, Of(tier));
        _answer.Record(duration.TotalSeconds, _pipeline, Of(tier));
    }

    /// <summary>Notes that a tier of a cascade had the last word on a window.</summary>
    internal void Decided(DetectorTier tier) => _decided.Add(1, _pipeline, Of(tier));

    /// <summary>Withdraws the instruments, unless a factory owns them.</summary>
    public void Dispose() => _own?.Dispose();

    internal void Add(PipelineCounters counters)
    {
        lock (_gate)
        {
            _running.Add(counters);
        }
    }

    internal void Remove(PipelineCounters counters)
    {
        lock (_gate)
        {
            if (_running.Remove(counters))
            {
                _past.Add(counters);
            }
        }
    }

    /// <summary>Notes that a window was judged.</summary>
    internal void Decided(LogWindow window, DateTimeOffset now)
    {
        if (now - window.End is { } duration && duration >= TimeSpan.Zero && duration <= LongestDecision)
        {
            _decision.Record(duration.TotalSeconds, _pipeline);
        }
    }

    private static KeyValuePair<string, object?> Of(DetectorTier tier) => new("logguardian.tier", tier switch
    {
        DetectorTier.Fast => "fast",
        DetectorTier.Meaning => "meaning",
        DetectorTier.Model => "model",
        _ => "chat",
    });

    private void Count(Meter meter, string name, string unit, string description, PipelineCounter counter) =>
        meter.CreateObservableCounter(name, () => new Measurement<long>(Sum(counters => counters[counter]), _pipeline), unit, description);

    private Measurement<long> Of(PipelineCounter counter, string attribute, string value) => new(Sum(counters => counters[counter]), _pipeline, new(attribute, value));

    private long Sum(Func<PipelineCounters, long> read)
    {
        lock (_gate)
        {
            return read(_past) + _running.Sum(read);
        }
    }
}
