using System.Diagnostics;
using System.Text.Json;

namespace LogGuardian.Hosting;

/// <summary>
/// Makes a span of each anomaly, from the first line of its window to now, with links to the traces of its evidence. It is the root of a trace of its own: the evidence may come from
/// several traces, and whether one of them was sampled must not decide whether the anomaly is.
/// </summary>
internal sealed class TraceDetectionHandler(PipelineInstruments instruments) : IDetectionHandler
{
    private const int MaxEvents = 10;

    public ValueTask HandleAsync(Detection detection, CancellationToken cancellationToken = default)
    {
        if (!detection.IsAnomaly || detection.IsUpdate)
        {
            return ValueTask.CompletedTask;
        }

        Activity.Current = null;
        using Activity? activity = instruments.Activities.StartActivity(
            "logguardian.detection",
            ActivityKind.Internal,
            default(ActivityContext),
            tags:
            [
                instruments.Pipeline,
                new("logguardian.source", detection.Window.Source),
                new("logguardian.score", (double)detection.Score),
                new("logguardian.explanation", detection.Explained),
                new("logguardian.incident", detection.Incident?.Id),
            ],
            links: [.. detection.Traces().Select(context => new ActivityLink(context))],
            startTime: detection.Window.Start ?? default);
        foreach (Evidence evidence in detection.Evidence.Take(activity is null ? 0 : MaxEvents))
        {
            activity!.AddEvent(new ActivityEvent(
                "logguardian.evidence",
                evidence.Lines is [{ Timestamp: { } at }, ..] ? at : default,
                new ActivityTagsCollection
                {
                    ["logguardian.evidence.kind"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(evidence.Kind.ToString()),
                    ["logguardian.template"] = evidence.Template.Text,
                    ["logguardian.detector"] = evidence.Detector,
                }));
        }

        return ValueTask.CompletedTask;
    }
}
