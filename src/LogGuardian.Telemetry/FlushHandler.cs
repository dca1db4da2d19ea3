using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Buffering;

namespace LogGuardian.Telemetry;

/// <summary>Writes what the log buffers of the host hold, when an anomaly is reported and while its incident goes on.</summary>
internal sealed class FlushHandler(IServiceProvider services, AnomalyFocus focus) : IDetectionHandler
{
    public ValueTask HandleAsync(Detection detection, CancellationToken cancellationToken = default)
    {
        if (!detection.IsAnomaly || detection.Incident is { HasEnded: true })
        {
            return ValueTask.CompletedTask;
        }

        // Requests look at it, so that it is first: what they log from now on flushes their own buffers.
        ValueTask focused = focus.HandleAsync(detection, cancellationToken);
        services.GetService<LogBuffer>()?.Flush();
        return focused;
    }
}
