using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Shop.Common;

internal sealed class DatabaseCheck(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync("SELECT 1", cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
