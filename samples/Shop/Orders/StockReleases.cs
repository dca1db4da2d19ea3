using System.Diagnostics;
using Npgsql;
using Shop.Common;

namespace Shop.Orders;

/// <summary>Gives back the stock of orders that came to nothing, as soon as inventory can be asked.</summary>
internal sealed class StockReleases(
    NpgsqlDataSource database, SchemaSetup schema, IServiceScopeFactory scopes, ILogger<StockReleases> logger, TimeProvider clock)
    : PeriodicWork("stock releases", TimeSpan.FromSeconds(1), schema, logger, clock)
{
    private const int Batch = 50;

    protected override async Task DoAsync(CancellationToken cancellation)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        InventoryClient inventory = scope.ServiceProvider.GetRequiredService<InventoryClient>();
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        foreach ((long id, string? trace) in await DueAsync(connection, cancellation))
        {
            using var activity = new Activity("release stock");
            if (trace is not null)
            {
                activity.SetParentId(trace);
            }

            activity.Start();
            await inventory.ReleaseAsync(id, cancellation);
            await connection.ExecuteAsync("UPDATE orders SET release_due = false WHERE id = $1", cancellation, id);
        }
    }

    private static async Task<List<(long Id, string? Trace)>> DueAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = connection.Command(
            "SELECT id, trace_parent FROM orders WHERE release_due ORDER BY id LIMIT $1", Batch);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        var due = new List<(long, string?)>();
        while (await reader.ReadAsync(cancellation))
        {
            due.Add((reader.GetInt64(0), await reader.IsDBNullAsync(1, cancellation) ? null : reader.GetString(1)));
        }

        return due;
    }
}
