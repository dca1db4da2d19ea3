using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shop.Common;

/// <summary>Logs when a dependency goes away and when it is back.</summary>
internal sealed partial class HealthReports(ILogger<HealthReports> logger) : IHealthCheckPublisher
{
    private readonly Dictionary<string, HealthStatus> _last = new(StringComparer.Ordinal);

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach ((string name, HealthReportEntry entry) in report.Entries)
        {
            HealthStatus last = _last.GetValueOrDefault(name, HealthStatus.Healthy);
            if (entry.Status != last)
            {
                LogLevel level = entry.Status == HealthStatus.Healthy ? LogLevel.Information : LogLevel.Warning;
                Changed(logger, level, name, last, entry.Status);
                _last[name] = entry.Status;
            }
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(EventId = 131, Message = "Dependency {Dependency} went from {Before} to {After}")]
    private static partial void Changed(ILogger logger, LogLevel level, string dependency, HealthStatus before, HealthStatus after);
}
