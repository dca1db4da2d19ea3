using Npgsql;

namespace OrderService;

internal sealed record NewItem(string? Sku, int Quantity);

internal sealed record NewOrder(string? Customer, Guid RequestKey, string? Coupon, IReadOnlyList<NewItem>? Items);

internal sealed record OrderView(long Id, string Customer, string State, decimal Total, decimal? Bonus, IReadOnlyList<OrderLine> Items);

internal sealed record OrderLine(string Sku, int Quantity, decimal Price);

/// <summary>Takes orders and shows them.</summary>
internal sealed partial class Orders(NpgsqlDataSource database, Build build, ILogger<Orders> logger, TimeProvider clock)
{
    private const int MostPerLine = 20;

    public async Task<IResult> AcceptAsync(NewOrder order, CancellationToken cancellation)
    {
        if (Complaint(order) is { } complaint)
        {
            Invalid(logger, order.Customer ?? "(none)", complaint);
            return Results.BadRequest(new Problem(complaint));
        }

        long began = clock.GetTimestamp();
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        if (await InsertAsync(connection, order, cancellation) is not { } id)
        {
            await transaction.RollbackAsync(cancellation);
            return await RepeatAsync(connection, order.RequestKey, cancellation);
        }

        decimal total = 0;
        foreach (NewItem item in order.Items!.OrderBy(item => item.Sku, StringComparer.Ordinal))
        {
            if (await ReserveAsync(connection, id, item, cancellation) is not { } price)
            {
                await transaction.RollbackAsync(cancellation);
                OutOfStock(logger, item.Sku!, item.Quantity, order.Customer!);
                return Results.Conflict(new Problem("Not enough stock."));
            }

            total += price * item.Quantity;
        }

        if (order.Coupon is { Length: > 0 } coupon)
        {
            decimal discount = decimal.Round(total * 0.1m, 2);
            total -= discount;
            CouponApplied(logger, coupon, id, discount);
        }

        await using (var command = new NpgsqlCommand("UPDATE orders SET total = $1 WHERE id = $2", connection))
        {
            command.Parameters.Add(new() { Value = total });
            command.Parameters.Add(new() { Value = id });
            await command.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        Accepted(logger, id, order.Customer!, order.Items!.Count, total, clock.GetElapsedTime(began).TotalMilliseconds);
        return Results.Json(new OrderView(id, order.Customer!, "open", total, null, []), statusCode: StatusCodes.Status201Created);
    }

    public async Task<IResult> ReadAsync(long id, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        string customer, state, tier;
        decimal total;
        double age;
        await using (var command = new NpgsqlCommand(
            """
            SELECT o.customer_id, o.state, o.total, c.tier,
                   extract(epoch FROM now() - o.created_at)::float8
            FROM orders o
            JOIN customers c ON c.id = o.customer_id
            WHERE o.id = $1
            """,
            connection))
        {
            command.Parameters.Add(new() { Value = id });
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
            if (!await reader.ReadAsync(cancellation))
            {
                NotFound(logger, id);
                return Results.NotFound(new Problem("Unknown order."));
            }

            (customer, state, total, tier) = (reader.GetString(0), reader.GetString(1), reader.GetDecimal(2), reader.GetString(3));
            age = reader.GetDouble(4);
        }

        IReadOnlyList<OrderLine> lines = await LinesAsync(connection, id, cancellation);
        decimal? bonus = build.IsBad ? LoyaltyProgramme.BonusFor(tier, total) : null;
        Read(logger, id, state, lines.Count, age);
        return Results.Ok(new OrderView(id, customer, state, total, bonus, lines));
    }

    public async Task<IResult> ListAsync(string customer, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            "SELECT id, state, total FROM orders WHERE customer_id = $1 ORDER BY id DESC LIMIT 20");
        command.Parameters.Add(new() { Value = customer });
        var found = new List<OrderView>();
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(new OrderView(reader.GetInt64(0), customer, reader.GetString(1), reader.GetDecimal(2), null, []));
        }

        if (found.Count == 0)
        {
            NoOrders(logger, customer);
        }
        else
        {
            Listed(logger, found.Count, customer, found[0].Id, found[^1].Id);
        }

        return Results.Ok(found);
    }

    public static async Task<IReadOnlyList<OrderLine>> LinesAsync(
        NpgsqlConnection connection, long id, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT sku, quantity, price FROM order_items WHERE order_id = $1 ORDER BY sku", connection);
        command.Parameters.Add(new() { Value = id });
        var lines = new List<OrderLine>();
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            lines.Add(new OrderLine(reader.GetString(0), reader.GetInt32(1), reader.GetDecimal(2)));
        }

        return lines;
    }

    private static string? Complaint(NewOrder order) => order switch
    {
        { Customer: null or "" } => "customer is missing",
        { Items: null or { Count: 0 } } => "the order has no items",
        _ when order.Items.Any(item => string.IsNullOrEmpty(item.Sku)) => "an item has no sku",
        _ when order.Items.FirstOrDefault(item => item.Quantity is < 1 or > MostPerLine) is { } wrong =>
            $"quantity {wrong.Quantity} of {wrong.Sku} is not between 1 and {MostPerLine}",
        _ => null,
    };

    private static async Task<long?> InsertAsync(NpgsqlConnection connection, NewOrder order, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO orders (customer_id, request_key) VALUES ($1, $2)
            ON CONFLICT (request_key) DO NOTHING
            RETURNING id
            """,
            connection);
        command.Parameters.Add(new() { Value = order.Customer });
        command.Parameters.Add(new() { Value = order.RequestKey });
        return (long?)await command.ExecuteScalarAsync(cancellation);
    }

    private async Task<IResult> RepeatAsync(NpgsqlConnection connection, Guid key, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT id FROM orders WHERE request_key = $1", connection);
        command.Parameters.Add(new() { Value = key });
        long id = (long)(await command.ExecuteScalarAsync(cancellation))!;
        Repeated(logger, key, id);
        return Results.Ok(new OrderView(id, "", "open", 0, null, []));
    }

    private async Task<decimal?> ReserveAsync(NpgsqlConnection connection, long id, NewItem item, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH taken AS (
                UPDATE products SET stock = stock - $2
                WHERE sku = $1 AND stock >= $2
                RETURNING sku, price, stock),
            line AS (
                INSERT INTO order_items (order_id, sku, quantity, price)
                SELECT $3, sku, $2, price FROM taken)
            SELECT price, stock FROM taken
            """,
            connection);
        command.Parameters.Add(new() { Value = item.Sku });
        command.Parameters.Add(new() { Value = item.Quantity });
        command.Parameters.Add(new() { Value = id });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            return null;
        }

        Reserved(logger, item.Quantity, item.Sku!, id, reader.GetInt32(1));
        return reader.GetDecimal(0);
    }

    [LoggerMessage(1001, LogLevel.Information,
        "Order {OrderId} accepted for customer {CustomerId}: {ItemCount} items, total {Total} EUR, in {Elapsed:0.00} ms")]
    private static partial void Accepted(
        ILogger logger, long orderId, string customerId, int itemCount, decimal total, double elapsed);

    [LoggerMessage(1002, LogLevel.Debug, "Reserved {Quantity} of {Sku} for order {OrderId}, {Left} left")]
    private static partial void Reserved(ILogger logger, int quantity, string sku, long orderId, int left);

    [LoggerMessage(1003, LogLevel.Warning, "Order of customer {CustomerId} refused: {Reason}")]
    private static partial void Invalid(ILogger logger, string customerId, string reason);

    [LoggerMessage(1004, LogLevel.Warning, "Order {OrderId} not found")]
    private static partial void NotFound(ILogger logger, long orderId);

    [LoggerMessage(1005, LogLevel.Debug, "Order {OrderId} read: state {State}, {Lines} lines, {Age:0.0} s old")]
    private static partial void Read(ILogger logger, long orderId, string state, int lines, double age);

    [LoggerMessage(1006, LogLevel.Debug, "Listed {Count} orders of customer {CustomerId}, from {Newest} back to {Oldest}")]
    private static partial void Listed(ILogger logger, int count, string customerId, long newest, long oldest);

    [LoggerMessage(1007, LogLevel.Information, "Coupon {Coupon} applied to order {OrderId}: {Discount} EUR off")]
    private static partial void CouponApplied(ILogger logger, string coupon, long orderId, decimal discount);

    [LoggerMessage(1008, LogLevel.Warning, "Not enough stock of {Sku}: {Quantity} wanted by customer {CustomerId}")]
    private static partial void OutOfStock(ILogger logger, string sku, int quantity, string customerId);

    [LoggerMessage(1009, LogLevel.Information, "Request {RequestKey} was seen before, order {OrderId} answered again")]
    private static partial void Repeated(ILogger logger, Guid requestKey, long orderId);

    [LoggerMessage(1010, LogLevel.Debug, "Customer {CustomerId} has no orders")]
    private static partial void NoOrders(ILogger logger, string customerId);
}

/// <summary>
/// The feature that build 1.5.0 brings. Its fault is a real one: the table was written for the tiers that get
/// a bonus, and nobody thought of the customers without one.
/// </summary>
internal static class LoyaltyProgramme
{
    private static readonly Dictionary<string, decimal> Rates = new(StringComparer.Ordinal) { ["silver"] = 0.02m, ["gold"] = 0.05m };

    public static decimal BonusFor(string tier, decimal total) => decimal.Round(Rates[tier] * total, 2);
}
