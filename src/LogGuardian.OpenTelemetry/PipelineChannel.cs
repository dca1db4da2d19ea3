using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace LogGuardian.OpenTelemetry;

/// <summary>Finds the channel of a pipeline among the services of a host.</summary>
internal static class PipelineChannel
{
    public static BaseProcessor<LogRecord> ForwarderTo(IServiceProvider services, string pipeline) => new LogRecordForwarder(
        services.GetKeyedService<LogChannel>(pipeline)
        ?? throw new InvalidOperationException($"The host has no pipeline '{pipeline}'; log records go to one that it has. Call services.AddLogGuardian(name: \"{pipeline}\")."));
}
