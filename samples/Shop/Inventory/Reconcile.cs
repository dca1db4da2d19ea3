using Npgsql;
using Shop.Common;

namespace Shop.Inventory;

/// <summary>Counts stock, orders what runs out, and clears old reservations.</summary>
internal sealed partial class Reconcile(
    NpgsqlDataSource database, SchemaSetup schema, ProductCache cache, Release release, ILogger<Reconcile> logger, TimeProvider clock)
    : PeriodicWork("reconcile", TimeSpan.FromSeconds(10), schema, logger, clock)
{
    private const int RestockBelow = 100;
    private const int RestockBy = 400;

    protected override async Task DoAsync(CancellationToken cancellation)
    {
        long began = Clock.GetTimestamp();
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        int restocked = await RestockAsync(connection, cancellation);
        int pruned = await connection.ExecuteAsync(
            "DELETE FROM reservations WHERE reserved_at < now() - interval '10 minutes'", cancellation);
        object? total = await connection.ScalarAsync("SELECT sum(stock) FROM products", cancellation);
        Reconciled(logger, Convert.ToInt64(total ?? 0L, null), restocked, pruned, Clock.GetElapsedTime(began).TotalMilliseconds);
        if (release.IsSecond)
        {
            await ForecastAsync(connection, cancellation);
        }
    }

    private async Task<int> RestockAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = connection.Command(
            """
            WITH low AS (SELECT sku FROM products WHERE stock < $1 ORDER BY sku FOR UPDATE)
            UPDATE products p SET stock = p.stock + $2 FROM low WHERE p.sku = low.sku RETURNING p.sku, p.stock
            """,
            RestockBelow,
            RestockBy);
        var restocked = new List<string>();
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                restocked.Add(reader.GetString(0));
                Restocked(logger, reader.GetString(0), RestockBy, reader.GetInt32(1));
            }
        }

        foreach (string sku in restocked)
        {
            await cache.ForgetAsync(sku);
        }

        return restocked.Count;
    }

    /// <summary>New in the second release: says what will run out first.</summary>
    private async Task ForecastAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = connection.Command(
            """
            SELECT p.sku, p.stock, (p.stock / (sum(r.quantity) / 60.0))::float8
            FROM products p JOIN reservations r ON r.sku = p.sku
            WHERE r.reserved_at > now() - interval '60 seconds'
            GROUP BY p.sku, p.stock ORDER BY 3 LIMIT 2
            """);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            Forecast(logger, reader.GetString(0), reader.GetDouble(2), reader.GetInt32(1));
        }
    }

    [LoggerMessage(3031, LogLevel.Information, "Restocked {Sku} by {Quantity}, now {Stock}")]
    private static partial void Restocked(ILogger logger, string sku, int quantity, int stock);

    [LoggerMessage(3032, LogLevel.Information, "Stock reconciled: {Units} units, {Restocked} products restocked, {Pruned} reservations pruned in {Elapsed:0.0} ms")]
    private static partial void Reconciled(ILogger logger, long units, int restocked, int pruned, double elapsed);

    [LoggerMessage(3033, LogLevel.Information, "Forecast: {Sku} lasts {Seconds:0} s at the present rate ({Stock} units)")]
    private static partial void Forecast(ILogger logger, string sku, double seconds, int stock);
}
