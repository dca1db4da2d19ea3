using Microsoft.Extensions.Logging;

namespace LogGuardian.Hosting;

/// <summary>Writes detections to the log of the host. The category is one of LogGuardian's own, which the pipelines do not read.</summary>
internal sealed partial class LogDetectionHandler(string pipeline, ILogger logger) : IDetectionHandler
{
    public const string Category = "LogGuardian.Detections";

    public ValueTask HandleAsync(Detection detection, CancellationToken cancellationToken = default)
    {
        LogWindow window = detection.Window;
        if (!detection.IsAnomaly)
        {
            Withdrawn(logger, pipeline, window.Source, window.SessionKey);
        }
        else if (detection.IsUpdate)
        {
            GoesOn(logger, pipeline, window.Source, detection.Incident!.Id, detection.Incident.Count, detection.Incident.HasEnded);
        }
        else
        {
            Anomaly(
                logger,
                pipeline,
                window.Source,
                detection.Explained,
                detection.Score,
                detection.Evidence.Count > 0 ? detection.Evidence[0].Template.Text : null,
                string.Join(' ', detection.Traces().Select(context => context.TraceId.ToHexString())),
                window.Start,
                window.Count);
        }

        return ValueTask.CompletedTask;
    }

    [LoggerMessage(
        EventId = 30,
        Level = LogLevel.Warning,
        Message = "Anomaly in {Source} of pipeline '{Pipeline}': {Explanation} (score {Score}, template '{Template}', traces {TraceIds}, {Lines} lines from {Start})")]
    private static partial void Anomaly(
        ILogger logger, string pipeline, string source, string explanation, float score, string? template, string traceIds, DateTimeOffset? start, int lines);

    [LoggerMessage(EventId = 31, Level = LogLevel.Information, Message = "Incident {Incident} in {Source} of pipeline '{Pipeline}': {Windows} windows, ended: {HasEnded}")]
    private static partial void GoesOn(ILogger logger, string pipeline, string source, string incident, int windows, bool hasEnded);

    [LoggerMessage(EventId = 32, Level = LogLevel.Information, Message = "The anomaly reported early in {Source} of pipeline '{Pipeline}', session {Session}, came to nothing")]
    private static partial void Withdrawn(ILogger logger, string pipeline, string source, string? session);
}
