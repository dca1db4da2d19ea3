using LogGuardian.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.Buffering;
using Microsoft.Extensions.Options;

namespace LogGuardian;

/// <summary>Log buffers that an anomaly flushes.</summary>
public static class LogGuardianTelemetryExtensions
{
    /// <summary>
    /// Writes what .NET's log buffers hold when this pipeline reports an anomaly: that of <c>AddGlobalBuffer</c> at once; the buffers of requests (<c>AddPerIncomingRequestBuffer</c>) when a request
    /// that still runs logs something that would be buffered, up to 30 seconds after the anomaly. A request that has ended has dropped its buffer: for what led to an anomaly use the global
    /// buffer. LogGuardian's own providers get records when they are buffered, and
    /// not again when they are written.
    /// </summary>
    /// <param name="builder">The pipeline.</param>
    public static ILogGuardianBuilder FlushLogBuffers(this ILogGuardianBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddFocus();
        if (!builder.Services.Any(service => service.ServiceType == typeof(AnomalyLogBuffer)))
        {
            builder.Services.AddSingleton(provider => new AnomalyLogBuffer(
                (LogBuffer?)provider.GetService<PerRequestLogBuffer>() ?? provider.GetService<GlobalLogBuffer>(),
                provider.GetRequiredService<AnomalyFocus>(),
                provider.GetRequiredService<UnseenRecords>()));
            builder.Services.AddSingleton<LogBuffer>(provider => provider.GetRequiredService<AnomalyLogBuffer>());
        }

        return builder.HandleWith<FlushHandler>();
    }

    /// <summary>Adds what is known of the latest anomalies.</summary>
    internal static IServiceCollection AddFocus(this IServiceCollection services)
    {
        services.AddOptions<LogGuardianSamplerOptions>();
        services.TryAddSingleton(provider => new AnomalyFocus(
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<IOptions<LogGuardianSamplerOptions>>().Value.MaxTraces));
        services.TryAddSingleton<UnseenRecords>();
        return services;
    }
}
