using LogGuardian;
using LogGuardian.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds health checks of pipelines.</summary>
public static class LogGuardianHealthCheckExtensions
{
    /// <summary>
    /// Adds the health check of a pipeline. Healthy while it runs; degraded while something goes wrong, with what that is, and when records were dropped since the check before; unhealthy
    /// when it has stopped or cannot start. Its data are the phase and counts of lines, windows, anomalies and records.
    /// </summary>
    /// <param name="builder">The health checks of the host.</param>
    /// <param name="name">Name of the check.</param>
    /// <param name="pipeline">Name of the pipeline; empty for the one that has none.</param>
    /// <param name="failureStatus">What is reported in place of unhealthy; by default that.</param>
    /// <param name="tags">Tags of the check.</param>
    /// <param name="degradedWhileWarmingUp">Whether a pipeline that is warming up is degraded; by default it is healthy, and the description says that it is warming up.</param>
    public static IHealthChecksBuilder AddLogGuardian(
        this IHealthChecksBuilder builder,
        string name = "logguardian",
        string pipeline = "",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        bool degradedWhileWarmingUp = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(pipeline);
        builder.Services.AddKeyedSingleton(
            name, (services, _) => new PipelineHealthCheck(services.GetRequiredKeyedService<LogGuardianPipeline>(pipeline), degradedWhileWarmingUp));
        return builder.Add(new HealthCheckRegistration(name, services => services.GetRequiredKeyedService<PipelineHealthCheck>(name), failureStatus, tags));
    }
}
