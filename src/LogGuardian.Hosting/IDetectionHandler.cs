namespace LogGuardian;

/// <summary>
/// Acts on anomalies that a hosted pipeline reports. Registered with the services of the host as a singleton: without a key for all pipelines, or with the name of one as key; see
/// <see cref="DetectionHandlerExtensions"/>. Each handler has a queue of its own (256 detections; the oldest leaves first and is counted), so that none waits for another. One that throws
/// is logged and counted; one that takes longer than <see cref="LogGuardianOptions.HandlerTimeout"/> is abandoned and gets nothing until its call has ended. Both show in
/// <see cref="LogGuardianPipeline.Status"/> until it works again. What a handler logs is not scored.
/// </summary>
public interface IDetectionHandler
{
    /// <summary>Handles an anomaly, or what became of one that was reported before. Called for one detection after the other.</summary>
    /// <param name="detection">The detection.</param>
    /// <param name="cancellationToken">Cancelled when it has taken too long, or when the host waits for it no more.</param>
    ValueTask HandleAsync(Detection detection, CancellationToken cancellationToken = default);
}
