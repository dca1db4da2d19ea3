using System.Diagnostics;
using Npgsql;
using Shop.Common;
using Shop.Messaging;

namespace Shop.Orders;

/// <summary>Orders and their states in the database.</summary>
internal sealed partial class OrderBook(NpgsqlDataSource database, Faults faults, ILogger<OrderBook> logger, TimeProvider clock)
{
    public const string Pending = "pending";
    private const double SlowMilliseconds = 250;
    private const int ShownDigits = 4;
    private const string Columns = "id, customer, sku, quantity, total, state";

    /// <summary>Adds a pending order; returns null when the request was here before.</summary>
    public async Task<long?> AddAsync(NewOrder order, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        return (long?)await connection.ScalarAsync(
            """
            INSERT INTO orders (request_key, customer, sku, quantity, trace_parent) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (request_key) DO NOTHING RETURNING id
            """,
            cancellation,
            order.RequestKey,
            order.Customer,
            order.Sku,
            order.Quantity,
            Activity.Current?.Id);
    }

    /// <summary>Places a pending order and notes the message about it, both or none.</summary>
    public async Task PlaceAsync(long id, NewOrder order, decimal total, CancellationToken cancellation)
    {
        byte[] message = Messages.Write(new OrderPlaced(id, order.Customer!, total, order.Card![^ShownDigits..]));
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        int changed = await connection.ExecuteAsync(
            "UPDATE orders SET state = 'placed', total = $2 WHERE id = $1 AND state = 'pending'", cancellation, id, total);
        if (changed == 0)
        {
            return;
        }

        await connection.ExecuteAsync(
            "INSERT INTO outbox (routing_key, body, trace_parent) VALUES ($1, $2, $3)",
            cancellation,
            Messages.OrderPlacedKey,
            message,
            Activity.Current?.Id);
        await transaction.CommitAsync(cancellation);
    }

    public async Task RejectAsync(long id, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await connection.ExecuteAsync("UPDATE orders SET state = 'rejected' WHERE id = $1", cancellation, id);
    }

    /// <summary>Ends a placed order by the payment's outcome; returns the state it has when it is not placed any more.</summary>
    public async Task<string?> PayAsync(long id, string state, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        int changed = await connection.ExecuteAsync(
            "UPDATE orders SET state = $2, release_due = $2 <> 'paid' WHERE id = $1 AND state = 'placed'", cancellation, id, state);
        return changed > 0 ? null : (string?)await connection.ScalarAsync("SELECT state FROM orders WHERE id = $1", cancellation, id) ?? "unknown";
    }

    /// <summary>Cancels what can be cancelled; returns the state before, or null when there is no such order.</summary>
    public async Task<string?> CancelAsync(long id, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        var state = (string?)await connection.ScalarAsync("SELECT state FROM orders WHERE id = $1 FOR UPDATE", cancellation, id);
        if (state is "placed" or "paid")
        {
            await connection.ExecuteAsync("UPDATE orders SET state = 'cancelled', release_due = true WHERE id = $1", cancellation, id);
        }

        await transaction.CommitAsync(cancellation);
        return state;
    }

    public async Task<OrderView> FindByKeyAsync(Guid key, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlCommand command = connection.Command($"SELECT {Columns} FROM orders WHERE request_key = $1", key);
        return await OneAsync(command, cancellation) ?? throw new InvalidOperationException($"No order has the request key {key}.");
    }

    public async Task<IResult> ReadAsync(long id, CancellationToken cancellation)
    {
        long began = clock.GetTimestamp();
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await faults.SlowAsync(connection, cancellation);
        await using NpgsqlCommand command = connection.Command($"SELECT {Columns} FROM orders WHERE id = $1", id);
        OrderView? order = await OneAsync(command, cancellation);
        double elapsed = clock.GetElapsedTime(began).TotalMilliseconds;
        if (elapsed > SlowMilliseconds)
        {
            Slow(logger, id, elapsed, SlowMilliseconds);
        }

        if (order is not null)
        {
            return Results.Ok(order);
        }

        NotFound(logger, id);
        return Results.Problem("Unknown order.", statusCode: StatusCodes.Status404NotFound);
    }

    private static async Task<OrderView?> OneAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new OrderView(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetInt32(3),
                await reader.IsDBNullAsync(4, cancellation) ? null : reader.GetDecimal(4),
                reader.GetString(5))
            : null;
    }

    [LoggerMessage(4011, LogLevel.Information, "Order {OrderId} not found")]
    public static partial void NotFound(ILogger logger, long orderId);

    [LoggerMessage(4012, LogLevel.Warning, "Slow query: order {OrderId} was read in {Elapsed:0} ms, limit {Limit} ms")]
    private static partial void Slow(ILogger logger, long orderId, double elapsed, double limit);
}
