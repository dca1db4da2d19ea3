using System.Diagnostics;

namespace LogGuardian.Telemetry;

/// <summary>When the latest anomaly was seen, and which traces the latest ones spoke of. Written by a handler, read for each record.</summary>
internal sealed class AnomalyFocus(TimeProvider clock, int maxTraces) : IDetectionHandler
{
    private readonly Lock _gate = new();
    private readonly Queue<ActivityTraceId> _order = new();
    private volatile HashSet<ActivityTraceId> _traces = [];
    private long _latest = long.MinValue;

    /// <summary>Whether the latest anomaly was seen less than a time ago.</summary>
    public bool IsNear(TimeSpan time) => Volatile.Read(ref _latest) is var latest && latest != long.MinValue && clock.GetElapsedTime(latest) < time;

    /// <summary>Whether one of the latest anomalies spoke of a trace.</summary>
    public bool Has(ActivityTraceId trace) => _traces.Contains(trace);

    public ValueTask HandleAsync(Detection detection, CancellationToken cancellationToken = default)
    {
        if (!detection.IsAnomaly || detection.Incident is { HasEnded: true })
        {
            return ValueTask.CompletedTask;
        }

        lock (_gate)
        {
            // Readers do not lock: they have the set before or the one after.
            var traces = new HashSet<ActivityTraceId>(_traces);
            foreach (ActivityContext context in detection.Traces())
            {
                if (traces.Add(context.TraceId))
                {
                    _order.Enqueue(context.TraceId);
                }

                if (_order.Count > maxTraces)
                {
                    traces.Remove(_order.Dequeue());
                }
            }

            _traces = traces;
        }

        Volatile.Write(ref _latest, clock.GetTimestamp());
        return ValueTask.CompletedTask;
    }
}
