using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shop.Messaging;

internal sealed class BrokerCheck(Broker broker) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(broker.IsConnected ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("RabbitMQ is not connected."));
}
