using System.Globalization;
using Npgsql;
using Shop.Common;
using Shop.Messaging;

namespace Shop.Payments;

internal sealed record Payment(Guid Id, long OrderId, decimal Amount, string Status, string? Reason);

/// <summary>Charges, stores, shows and refunds payments.</summary>
internal sealed partial class Payments(
    NpgsqlDataSource database, Acquirer acquirer, Faults faults, Release release, ILogger<Payments> logger, TimeProvider clock)
{
    private const int ReviewedScore = 90;
    private static readonly string[] Issuers = ["Nordbank", "Credit Ouest", "Banco Sur", "Union Trust", "Alpenkasse", "Postgiro", "Harbour Bank"];

    /// <summary>Charges the card of an order, once: a second delivery gives the payment of the first.</summary>
    public async Task<Payment> ChargeAsync(OrderPlaced order, CancellationToken cancellation)
    {
        if (await FindAsync(order.OrderId, cancellation) is { } earlier)
        {
            Repeated(logger, order.OrderId, earlier.Id);
            return earlier;
        }

        long began = clock.GetTimestamp();
        if (release.IsSecond)
        {
            ScoreFraud(order);
        }

        string? reason = await acquirer.ChargeAsync(order.OrderId, cancellation);
        var payment = new Payment(Guid.NewGuid(), order.OrderId, order.Amount, reason is null ? "completed" : "declined", reason);
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await faults.SlowAsync(connection, cancellation);
        await connection.ExecuteAsync(
            "INSERT INTO payments (order_id, id, amount, status, reason) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            cancellation,
            order.OrderId,
            payment.Id,
            payment.Amount,
            payment.Status,
            reason);
        double elapsed = clock.GetElapsedTime(began).TotalMilliseconds;
        if (reason is not null)
        {
            Declined(logger, order.OrderId, order.CardEnd, reason, elapsed);
        }
        else if (release.IsSecond)
        {
            Charged(logger, order.Amount, order.OrderId, order.CardEnd, payment.Id, elapsed);
        }
        else
        {
            Completed(logger, payment.Id, order.OrderId, order.Amount, order.CardEnd, elapsed);
        }

        return payment;
    }

    public async Task<IResult> ReadAsync(long orderId, CancellationToken cancellation) =>
        await FindAsync(orderId, cancellation) is { } payment
            ? Results.Ok(payment)
            : Results.Problem("There is no payment.", statusCode: StatusCodes.Status404NotFound);

    public async Task<IResult> RefundAsync(long orderId, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        object? amount = await connection.ScalarAsync(
            """
            UPDATE payments SET status = 'refunded', refunded_at = now()
            WHERE order_id = $1 AND status = 'completed' RETURNING amount
            """,
            cancellation,
            orderId);
        if (amount is decimal refunded)
        {
            Refunded(logger, orderId, refunded);
            return Results.NoContent();
        }

        NothingToRefund(logger, orderId);
        return Results.NoContent();
    }

    private async Task<Payment?> FindAsync(long orderId, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlCommand command = connection.Command("SELECT id, amount, status, reason FROM payments WHERE order_id = $1", orderId);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new Payment(
                reader.GetGuid(0), orderId, reader.GetDecimal(1), reader.GetString(2), await reader.IsDBNullAsync(3, cancellation) ? null : reader.GetString(3))
            : null;
    }

    /// <summary>New in the second release.</summary>
    private void ScoreFraud(OrderPlaced order)
    {
        int score = (int)(((order.OrderId * 37) + decimal.ToInt64(order.Amount)) % 100);
        // The bad build counts one issuer more than there are.
        int issuer = int.Parse(order.CardEnd, CultureInfo.InvariantCulture) % (release.IsBad ? Issuers.Length + 1 : Issuers.Length);
        Scored(logger, score, order.OrderId, Issuers[issuer]);
        if (score >= ReviewedScore)
        {
            Flagged(logger, order.OrderId, score);
        }
    }

    [LoggerMessage(2011, LogLevel.Information, "Payment {PaymentId} for order {OrderId} completed: {Amount} EUR from card ending {CardEnd} in {Elapsed:0.0} ms")]
    private static partial void Completed(ILogger logger, Guid paymentId, long orderId, decimal amount, string cardEnd, double elapsed);

    [LoggerMessage(2012, LogLevel.Warning, "Payment for order {OrderId} declined, card ending {CardEnd}: {Reason} ({Elapsed:0.0} ms)")]
    private static partial void Declined(ILogger logger, long orderId, string cardEnd, string reason, double elapsed);

    [LoggerMessage(2013, LogLevel.Information, "Order {OrderId} was paid before by {PaymentId}, delivery ignored")]
    private static partial void Repeated(ILogger logger, long orderId, Guid paymentId);

    [LoggerMessage(2014, LogLevel.Information, "Refunded {Amount} EUR of order {OrderId}")]
    private static partial void Refunded(ILogger logger, long orderId, decimal amount);

    [LoggerMessage(2015, LogLevel.Warning, "Nothing to refund for order {OrderId}")]
    private static partial void NothingToRefund(ILogger logger, long orderId);

    [LoggerMessage(2016, LogLevel.Information, "Charged {Amount} EUR for order {OrderId} to card ending {CardEnd}, payment {PaymentId}, {Elapsed:0.0} ms")]
    private static partial void Charged(ILogger logger, decimal amount, long orderId, string cardEnd, Guid paymentId, double elapsed);

    [LoggerMessage(2017, LogLevel.Information, "Fraud score {Score} for order {OrderId}, issuer {Issuer}")]
    private static partial void Scored(ILogger logger, int score, long orderId, string issuer);

    [LoggerMessage(2018, LogLevel.Information, "Order {OrderId} marked for review after the fact, score {Score}")]
    private static partial void Flagged(ILogger logger, long orderId, int score);
}
