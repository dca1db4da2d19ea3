using LogGuardian;
using LogGuardian.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.Logging;

/// <summary>Adds the sampler that knows of anomalies.</summary>
public static class LogGuardianSamplerExtensions
{
    /// <summary>
    /// Samples the log for all providers but LogGuardian's own, which gets every record. Kept are warnings and worse, everything for a time after an anomaly of any pipeline, everything of
    /// traces that an anomaly spoke of, and a share of the rest: of a trace all or nothing, of records without a trace so many at random.
    /// </summary>
    /// <param name="builder">The logging of the host.</param>
    /// <param name="configure">Changes the options; by default a tenth is kept, and everything for a minute after an anomaly.</param>
    public static ILoggingBuilder AddLogGuardianSampler(this ILoggingBuilder builder, Action<LogGuardianSamplerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new LogGuardianSamplerOptions();
        configure?.Invoke(options);
        LogGuardianSamplerOptions copy = options.Validated();
        builder.Services.Configure<LogGuardianSamplerOptions>(own => (own.Rate, own.KeepFor, own.MaxTraces) = (copy.Rate, copy.KeepFor, copy.MaxTraces));
        builder.Services.AddFocus();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IDetectionHandler, AnomalyFocus>(provider => provider.GetRequiredService<AnomalyFocus>()));
        return builder.AddSampler<AnomalySampler>();
    }
}
