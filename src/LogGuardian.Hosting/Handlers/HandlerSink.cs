namespace LogGuardian.Hosting;

/// <summary>Gives detections to the handlers of the host, each of which has a queue of its own.</summary>
internal sealed class HandlerSink(IReadOnlyList<HandlerWorker> workers, PipelineInstruments instruments) : IDetectionSink
{
    public ValueTask EmitAsync(Detection detection, CancellationToken cancellationToken = default)
    {
        instruments.Detected(detection);
        foreach (HandlerWorker worker in workers)
        {
            worker.Post(detection);
        }

        return ValueTask.CompletedTask;
    }
}
