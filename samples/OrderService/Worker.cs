using System.Globalization;
using Npgsql;

namespace OrderService;

/// <summary>The work that no request waits for.</summary>
internal sealed partial class Worker : BackgroundService
{
    private readonly NpgsqlDataSource _database;
    private readonly ILogger<Worker> _logger;
    private readonly TimeProvider _clock;
    private readonly Chore[] _chores;
    private readonly Random _random = new(7);

    public Worker(NpgsqlDataSource database, Catalog catalog, Invoices invoices, ILogger<Worker> logger, TimeProvider clock)
    {
        (_database, _logger, _clock) = (database, logger, clock);
        _chores =
        [
            new("invoices", 2, invoices.WritePendingAsync),
            new("shipping", 5, ShipAsync),
            new("prune-invoices", 10, invoices.PruneAsync),
            new("expiry", 15, ExpireAsync),
            new("stock", 20, ReconcileAsync),
            new("product-cache", 20, catalog.RefreshAsync),
            new("sales", 20, SalesAsync),
            new("volume", 20, invoices.MeasureAsync),
            new("connections", 15, ConnectionsAsync),
            new("memory", 30, MemoryAsync),
        ];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Started(_logger, _chores.Length);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _clock);
        try
        {
            for (int second = 1; await timer.WaitForNextTickAsync(stoppingToken); second++)
            {
                foreach (Chore chore in _chores)
                {
                    if (second % chore.Period == 0)
                    {
                        await DoAsync(chore, stoppingToken);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is going down.
        }

        Stopped(_logger);
    }

    private async Task DoAsync(Chore chore, CancellationToken cancellation)
    {
        long began = _clock.GetTimestamp();
        try
        {
            await chore.Work(cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Failed(_logger, exception, chore.Name, _clock.GetElapsedTime(began).TotalMilliseconds);
            return;
        }

        Finished(_logger, chore.Name, _clock.GetElapsedTime(began).TotalMilliseconds);
    }

    private async Task ShipAsync(CancellationToken cancellation)
    {
        long began = _clock.GetTimestamp();
        await using NpgsqlConnection connection = await _database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        await using var take = new NpgsqlCommand(
            """
            UPDATE orders SET state = 'shipped', shipped_at = now()
            WHERE id IN (
                SELECT id FROM orders
                WHERE state = 'paid' AND paid_at < now() - interval '6 seconds'
                ORDER BY paid_at
                LIMIT 50
                FOR UPDATE SKIP LOCKED)
            RETURNING id
            """,
            connection);
        var taken = new List<long>();
        await using (NpgsqlDataReader reader = await take.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                taken.Add(reader.GetInt64(0));
            }
        }

        if (taken.Count == 0)
        {
            await transaction.RollbackAsync(cancellation);
            NothingToShip(_logger);
            return;
        }

        foreach (long id in taken)
        {
            string carrier = (id % 3) switch { 0 => "NordPost", 1 => "QuickParcel", _ => "BikeLine" };
            string tracking = string.Create(CultureInfo.InvariantCulture, $"{carrier[..2].ToUpperInvariant()}{id}{_random.Next(100, 999)}");
            await using var insert = new NpgsqlCommand(
                """
                INSERT INTO shipments (tracking, order_id, carrier, label)
                SELECT $1, $2, $3, string_agg(md5(random()::text), '') FROM generate_series(1, 48)
                """,
                connection);
            insert.Parameters.Add(new() { Value = tracking });
            insert.Parameters.Add(new() { Value = id });
            insert.Parameters.Add(new() { Value = carrier });
            await insert.ExecuteNonQueryAsync(cancellation);
            HandedOver(_logger, id, carrier, tracking);
        }

        await transaction.CommitAsync(cancellation);
        Shipped(_logger, Guid.NewGuid(), taken.Count, _clock.GetElapsedTime(began).TotalMilliseconds);
    }

    private async Task ExpireAsync(CancellationToken cancellation)
    {
        await using NpgsqlCommand command = _database.CreateCommand(
            """
            WITH expired AS (
                UPDATE orders SET state = 'expired'
                WHERE state = 'open' AND created_at < now() - interval '60 seconds'
                RETURNING id),
            returned AS (
                SELECT sku, sum(quantity)::integer AS quantity
                FROM order_items WHERE order_id IN (SELECT id FROM expired) GROUP BY sku),
            locked AS (
                SELECT sku FROM products WHERE sku IN (SELECT sku FROM returned) ORDER BY sku FOR UPDATE),
            restored AS (
                UPDATE products p SET stock = p.stock + r.quantity
                FROM locked l JOIN returned r ON r.sku = l.sku
                WHERE p.sku = l.sku RETURNING r.quantity)
            SELECT (SELECT count(*) FROM expired), (SELECT coalesce(sum(quantity), 0) FROM restored)
            """);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        Expired(_logger, reader.GetInt64(0), reader.GetInt64(1));
    }

    private async Task ReconcileAsync(CancellationToken cancellation)
    {
        await using NpgsqlCommand command = _database.CreateCommand(
            """
            WITH low AS (SELECT sku FROM products WHERE stock < 25 ORDER BY sku FOR UPDATE)
            UPDATE products p SET stock = p.stock + 60 FROM low WHERE p.sku = low.sku RETURNING p.sku
            """);
        int restocked = 0;
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            restocked++;
            Restocked(_logger, reader.GetString(0), 60);
        }

        Reconciled(_logger, 200, restocked);
    }

    private async Task SalesAsync(CancellationToken cancellation)
    {
        await using NpgsqlCommand command = _database.CreateCommand(
            """
            SELECT count(*), coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY i.price * i.quantity), 0),
                   mode() WITHIN GROUP (ORDER BY i.sku)
            FROM order_items i
            JOIN orders o ON o.id = i.order_id
            WHERE o.created_at > now() - interval '1 hour'
            """);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        Sales(_logger, reader.GetInt64(0), reader.GetDouble(1), reader.IsDBNull(2) ? "(none)" : reader.GetString(2));
    }

    private async Task ConnectionsAsync(CancellationToken cancellation)
    {
        await using NpgsqlCommand command = _database.CreateCommand(
            """
            SELECT count(*) FILTER (WHERE state = 'active'), count(*) FILTER (WHERE state = 'idle'), count(*)
            FROM pg_stat_activity WHERE application_name = 'order-service'
            """);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        Connections(_logger, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), 20);
    }

    private Task MemoryAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        const double Megabyte = 1024 * 1024;
        Memory(
            _logger,
            GC.GetTotalMemory(false) / Megabyte,
            Environment.WorkingSet / Megabyte,
            GC.CollectionCount(0),
            GC.CollectionCount(1),
            GC.CollectionCount(2),
            ThreadPool.ThreadCount);
        return Task.CompletedTask;
    }

    [LoggerMessage(1400, LogLevel.Information, "Worker started with {Count} chores")]
    private static partial void Started(ILogger logger, int count);

    [LoggerMessage(1401, LogLevel.Information, "Batch {BatchId} shipped: {Count} orders in {Elapsed:0.00} ms")]
    private static partial void Shipped(ILogger logger, Guid batchId, int count, double elapsed);

    [LoggerMessage(1402, LogLevel.Information, "Stock reconciled: {Products} products checked, {Restocked} restocked")]
    private static partial void Reconciled(ILogger logger, int products, int restocked);

    [LoggerMessage(1403, LogLevel.Information, "Expired {Count} unpaid orders, {Units} units back in stock")]
    private static partial void Expired(ILogger logger, long count, long units);

    [LoggerMessage(1404, LogLevel.Error, "Worker chore {Chore} failed after {Elapsed:0.00} ms")]
    private static partial void Failed(ILogger logger, Exception exception, string chore, double elapsed);

    [LoggerMessage(1405, LogLevel.Debug, "No paid orders to ship")]
    private static partial void NothingToShip(ILogger logger);

    [LoggerMessage(1406, LogLevel.Information, "Connections: {Active} active, {Idle} idle, {Open} open of at most {Most}")]
    private static partial void Connections(ILogger logger, long active, long idle, long open, int most);

    [LoggerMessage(1407, LogLevel.Information,
        "Memory: heap {Heap:0.0} MB, working set {WorkingSet:0.0} MB, collections {Gen0}/{Gen1}/{Gen2}, {Threads} threads")]
    private static partial void Memory(
        ILogger logger, double heap, double workingSet, int gen0, int gen1, int gen2, int threads);

    [LoggerMessage(1408, LogLevel.Information, "Sales of the last hour: {Lines} lines, median {Median:0.00} EUR, most sold {Sku}")]
    private static partial void Sales(ILogger logger, long lines, double median, string sku);

    [LoggerMessage(1409, LogLevel.Debug, "Order {OrderId} handed to {Carrier}, tracking {Tracking}")]
    private static partial void HandedOver(ILogger logger, long orderId, string carrier, string tracking);

    [LoggerMessage(1410, LogLevel.Debug, "Product {Sku} restocked by {Units}")]
    private static partial void Restocked(ILogger logger, string sku, int units);

    [LoggerMessage(1411, LogLevel.Debug, "Worker chore {Chore} finished in {Elapsed:0.00} ms")]
    private static partial void Finished(ILogger logger, string chore, double elapsed);

    [LoggerMessage(1412, LogLevel.Information, "Worker stopped")]
    private static partial void Stopped(ILogger logger);

    private sealed record Chore(string Name, int Period, Func<CancellationToken, Task> Work);
}
