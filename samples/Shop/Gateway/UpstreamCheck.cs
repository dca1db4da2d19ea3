using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shop.Gateway;

/// <summary>Asks an upstream for its health; without it the gateway serves part of its API.</summary>
internal sealed class UpstreamCheck<TClient>(TClient client) : IHealthCheck
    where TClient : UpstreamClient
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        UpstreamAnswer answer = await client.CallAsync(HttpMethod.Get, "/health", null, cancellationToken);
        return answer.IsSuccess ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"It answered {answer.Status}.");
    }
}
