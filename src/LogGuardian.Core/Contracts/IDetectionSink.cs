namespace LogGuardian;

/// <summary>Where detections go. May throw: the pipeline isolates, counts and reports a failing sink.</summary>
public interface IDetectionSink
{
    /// <summary>Takes one detection.</summary>
    ValueTask EmitAsync(Detection detection, CancellationToken cancellationToken = default);
}
