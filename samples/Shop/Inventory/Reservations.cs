using Npgsql;
using Shop.Common;

namespace Shop.Inventory;

internal sealed record ReservationRequest(long OrderId, string Sku, int Quantity);

internal sealed record Reservation(long OrderId, string Sku, int Quantity, decimal Price);

/// <summary>Takes stock for orders and gives it back.</summary>
internal sealed partial class Reservations(
    NpgsqlDataSource database, ProductCache cache, Faults faults, ILogger<Reservations> logger, TimeProvider clock)
{
    private const int LowStock = 80;
    private const double SlowMilliseconds = 250;

    public async Task<IResult> ReserveAsync(ReservationRequest request, CancellationToken cancellation)
    {
        (long orderId, string sku, int quantity) = request;
        long began = clock.GetTimestamp();
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        if (await LockAsync(connection, sku, cancellation) is not var (price, stock))
        {
            Unknown(logger, sku, orderId);
            return Results.Problem($"Unknown product {sku}.", statusCode: StatusCodes.Status404NotFound);
        }

        await faults.SlowAsync(connection, cancellation);
        if (stock < quantity)
        {
            OutOfStock(logger, sku, orderId, quantity, stock);
            return Results.Problem($"Not enough stock of {sku}.", statusCode: StatusCodes.Status409Conflict);
        }

        int added = await connection.ExecuteAsync(
            "INSERT INTO reservations (order_id, sku, quantity) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", cancellation, orderId, sku, quantity);
        if (added == 0)
        {
            Repeated(logger, orderId);
            return Results.Ok(new Reservation(orderId, sku, quantity, price));
        }

        await connection.ExecuteAsync("UPDATE products SET stock = stock - $2 WHERE sku = $1", cancellation, sku, quantity);
        await transaction.CommitAsync(cancellation);
        await cache.ForgetAsync(sku);
        double elapsed = clock.GetElapsedTime(began).TotalMilliseconds;
        int left = stock - quantity;
        Reserved(logger, quantity, sku, orderId, left, elapsed);
        if (left < LowStock && stock >= LowStock)
        {
            Low(logger, sku, left);
        }

        if (elapsed > SlowMilliseconds)
        {
            Slow(logger, sku, orderId, elapsed);
        }

        return Results.Ok(new Reservation(orderId, sku, quantity, price));
    }

    public async Task<IResult> ReleaseAsync(long orderId, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlCommand command = connection.Command(
            """
            WITH released AS (
                UPDATE reservations SET released_at = now() WHERE order_id = $1 AND released_at IS NULL RETURNING sku, quantity)
            UPDATE products p SET stock = p.stock + r.quantity FROM released r WHERE p.sku = r.sku RETURNING p.sku, r.quantity, p.stock
            """,
            orderId);
        string sku;
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await reader.ReadAsync(cancellation))
            {
                NothingToRelease(logger, orderId);
                return Results.NoContent();
            }

            sku = reader.GetString(0);
            Released(logger, reader.GetInt32(1), sku, orderId, reader.GetInt32(2));
        }

        await cache.ForgetAsync(sku);
        return Results.NoContent();
    }

    private static async Task<(decimal Price, int Stock)?> LockAsync(NpgsqlConnection connection, string sku, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = connection.Command("SELECT price, stock FROM products WHERE sku = $1 FOR UPDATE", sku);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? (reader.GetDecimal(0), reader.GetInt32(1)) : null;
    }

    [LoggerMessage(3021, LogLevel.Information, "Reserved {Quantity} x {Sku} for order {OrderId}, {Left} left, in {Elapsed:0.0} ms")]
    private static partial void Reserved(ILogger logger, int quantity, string sku, long orderId, int left, double elapsed);

    [LoggerMessage(3022, LogLevel.Information, "Released {Quantity} x {Sku} of order {OrderId}, {Stock} in stock")]
    private static partial void Released(ILogger logger, int quantity, string sku, long orderId, int stock);

    [LoggerMessage(3023, LogLevel.Warning, "Not enough {Sku} for order {OrderId}: {Quantity} wanted, {Stock} in stock")]
    private static partial void OutOfStock(ILogger logger, string sku, long orderId, int quantity, int stock);

    [LoggerMessage(3024, LogLevel.Warning, "Stock of {Sku} is low: {Left} left")]
    private static partial void Low(ILogger logger, string sku, int left);

    [LoggerMessage(3025, LogLevel.Warning, "Slow reservation: {Sku} for order {OrderId} took {Elapsed:0} ms")]
    private static partial void Slow(ILogger logger, string sku, long orderId, double elapsed);

    [LoggerMessage(3026, LogLevel.Information, "Product {Sku} of order {OrderId} is unknown")]
    private static partial void Unknown(ILogger logger, string sku, long orderId);

    [LoggerMessage(3027, LogLevel.Information, "Order {OrderId} has its reservation already")]
    private static partial void Repeated(ILogger logger, long orderId);

    [LoggerMessage(3028, LogLevel.Information, "Order {OrderId} has no reservation to release")]
    private static partial void NothingToRelease(ILogger logger, long orderId);
}
