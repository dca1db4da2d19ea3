using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;

namespace LogGuardian.Hosting;

/// <summary>What a hosted pipeline measures beside its detectors: the channel, the handlers, and how it is. See docs/telemetry.md.</summary>
internal sealed class PipelineInstruments : IDisposable
{
    private readonly Meter? _own;
    private readonly Counter<long> _detections;
    private readonly Counter<long> _handled;

    public PipelineInstruments(LogGuardianPipeline pipeline, IMeterFactory? factory)
    {
        Metrics = new PipelineMetrics(factory, pipeline.Name);
        Pipeline = new(PipelineMetrics.PipelineAttribute, pipeline.Name.Length == 0 ? "default" : pipeline.Name);
        Meter meter = factory?.Create(PipelineMetrics.MeterName) ?? (_own = new Meter(PipelineMetrics.MeterName));
        _detections = meter.CreateCounter<long>("logguardian.detections", "{detection}", "Anomalies, and what became of them, that went to the handlers, by their strongest evidence.");
        _handled = meter.CreateCounter<long>("logguardian.handler.detections", "{detection}", "Detections meant for a handler, by what became of them.");
        LogChannel channel = pipeline.Channel;
        meter.CreateObservableCounter(
            "logguardian.channel.records.written", () => new Measurement<long>(channel.RecordsWritten, Pipeline), "{record}", "Records of the process that entered the channel.");
        meter.CreateObservableCounter(
            "logguardian.channel.records.dropped",
            () => channel.RecordsDropped.Select(drop => new Measurement<long>(drop.Value, Pipeline, new("logguardian.drop.reason", Snake(drop.Key)))),
            "{record}",
            "Records of the process that did not enter the channel, by reason.");
        meter.CreateObservableUpDownCounter(
            "logguardian.channel.records.waiting", () => new Measurement<long>(channel.RecordsWaiting, Pipeline), "{record}", "Records in the channel that were not read yet.");
        meter.CreateObservableUpDownCounter(
            "logguardian.pipeline.status",
            () => Statuses(pipeline.Status.Phase),
            "{pipeline}",
            "1 for the phase that the pipeline is in, 0 for the others.");
        meter.CreateObservableUpDownCounter(
            "logguardian.problems", () => new Measurement<long>(pipeline.Status.Problems.Count, Pipeline), "{problem}", "What goes wrong at the moment; the health check says what.");
    }

    /// <summary>What the detectors of the pipeline count.</summary>
    public PipelineMetrics Metrics { get; }

    /// <summary>Where detections become spans.</summary>
    public ActivitySource Activities { get; } = new(PipelineMetrics.MeterName);

    /// <summary>The attribute that all measurements and spans have.</summary>
    public KeyValuePair<string, object?> Pipeline { get; }

    public void Detected(Detection detection) =>
        _detections.Add(1, Pipeline, new("logguardian.evidence.kind", detection.Evidence is [{ } first, ..] ? Snake(first.Kind) : "none"));

    public void Handled(string handler, HandlerOutcome outcome) => _handled.Add(1, Pipeline, new("logguardian.handler", handler), new("logguardian.handler.outcome", Snake(outcome)));

    public void Dispose()
    {
        Metrics.Dispose();
        Activities.Dispose();
        _own?.Dispose();
    }

    private static string Snake<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private IEnumerable<Measurement<int>> Statuses(PipelinePhase now) =>
        Enum.GetValues<PipelinePhase>().Select(phase => new Measurement<int>(phase == now ? 1 : 0, Pipeline, new("logguardian.phase", Snake(phase))));
}
