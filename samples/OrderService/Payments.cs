using System.Globalization;
using System.Net;
using Npgsql;

namespace OrderService;

internal sealed record CaptureRequest(long Order, decimal Amount, Guid Key, int Attempt);

internal sealed record CaptureAnswer(string? Reference, string? Declined);

/// <summary>Takes the money through the payment provider.</summary>
internal sealed partial class Payments(
    NpgsqlDataSource database, HttpClient provider, ILogger<Payments> logger, TimeProvider clock)
{
    private const int Attempts = 2;
    private const double SlowMilliseconds = 300;

    public async Task<IResult> PayAsync(long id, CancellationToken cancellation)
    {
        (string State, decimal Total)? order = await FindAsync(id, cancellation);
        if (order is not { } found)
        {
            NotFound(logger, id);
            return Results.NotFound(new Problem("Unknown order."));
        }

        if (found.State != "open")
        {
            NotOpen(logger, id, found.State);
            return Results.Conflict(new Problem("The order is not open."));
        }

        long began = clock.GetTimestamp();
        CaptureAnswer answer;
        try
        {
            answer = await CaptureAsync(id, found.Total, cancellation);
        }
        catch (Exception exception) when (IsProviderFailure(exception, cancellation))
        {
            Failed(logger, exception, id, Attempts, clock.GetElapsedTime(began).TotalMilliseconds);
            int status = exception is TaskCanceledException ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway;
            return Results.Json(new Problem("The payment provider does not answer."), statusCode: status);
        }

        double elapsed = clock.GetElapsedTime(began).TotalMilliseconds;
        if (elapsed > SlowMilliseconds)
        {
            Slow(logger, id, elapsed);
        }

        if (answer.Reference is null)
        {
            Declined(logger, id, answer.Declined ?? "unknown");
            return Results.Json(new Problem("The card was declined."), statusCode: StatusCodes.Status402PaymentRequired);
        }

        await StoreAsync(id, found.Total, answer.Reference, cancellation);
        Captured(logger, id, found.Total, answer.Reference, elapsed);
        return Results.Ok(answer);
    }

    private static bool IsProviderFailure(Exception exception, CancellationToken cancellation) =>
        exception is HttpRequestException || (exception is TaskCanceledException && !cancellation.IsCancellationRequested);

    private async Task<(string State, decimal Total)?> FindAsync(long id, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = database.CreateCommand("SELECT state, total FROM orders WHERE id = $1");
        command.Parameters.Add(new() { Value = id });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? (reader.GetString(0), reader.GetDecimal(1)) : null;
    }

    private async Task<CaptureAnswer> CaptureAsync(long id, decimal amount, CancellationToken cancellation)
    {
        var key = Guid.NewGuid();
        for (int attempt = 1; ; attempt++)
        {
            Attempting(logger, attempt, id, amount, key);
            try
            {
                using HttpResponseMessage response = await provider.PostAsJsonAsync(
                    "captures", new CaptureRequest(id, amount, key, attempt), cancellation);
                if (response.StatusCode != HttpStatusCode.PaymentRequired)
                {
                    response.EnsureSuccessStatusCode();
                }

                return (await response.Content.ReadFromJsonAsync<CaptureAnswer>(cancellation))!;
            }
            catch (Exception exception) when (attempt < Attempts && IsProviderFailure(exception, cancellation))
            {
                int pause = 100 + (int)(id % 7 * 20);
                Retrying(logger, attempt, id, pause, exception.Message);
                await Task.Delay(pause, cancellation);
            }
        }
    }

    private async Task StoreAsync(long id, decimal amount, string reference, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var command = new NpgsqlCommand(
            """
            INSERT INTO payments (order_id, reference, amount) VALUES ($1, $2, $3)
            ON CONFLICT (order_id) DO NOTHING
            """,
            connection))
        {
            command.Parameters.Add(new() { Value = id });
            command.Parameters.Add(new() { Value = reference });
            command.Parameters.Add(new() { Value = amount });
            await command.ExecuteNonQueryAsync(cancellation);
        }

        await using (var command = new NpgsqlCommand("UPDATE orders SET state = 'paid', paid_at = now() WHERE id = $1", connection))
        {
            command.Parameters.Add(new() { Value = id });
            await command.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        Stored(logger, string.Create(CultureInfo.InvariantCulture, $"{id}/{reference}"));
    }

    [LoggerMessage(1201, LogLevel.Debug, "Payment attempt {Attempt} for order {OrderId}: {Amount} EUR, key {Key}")]
    private static partial void Attempting(ILogger logger, int attempt, long orderId, decimal amount, Guid key);

    [LoggerMessage(1202, LogLevel.Information,
        "Payment captured for order {OrderId}: {Amount} EUR, reference {Reference}, {Elapsed:0.00} ms")]
    private static partial void Captured(ILogger logger, long orderId, decimal amount, string reference, double elapsed);

    [LoggerMessage(1203, LogLevel.Warning, "Card declined for order {OrderId}: {Code}")]
    private static partial void Declined(ILogger logger, long orderId, string code);

    [LoggerMessage(1204, LogLevel.Warning, "Payment attempt {Attempt} for order {OrderId} failed, next in {Pause} ms: {Reason}")]
    private static partial void Retrying(ILogger logger, int attempt, long orderId, int pause, string reason);

    [LoggerMessage(1205, LogLevel.Error, "Payment of order {OrderId} failed after {Attempts} attempts and {Elapsed:0.00} ms")]
    private static partial void Failed(ILogger logger, Exception exception, long orderId, int attempts, double elapsed);

    [LoggerMessage(1206, LogLevel.Warning, "Payment provider took {Elapsed:0.00} ms for order {OrderId}")]
    private static partial void Slow(ILogger logger, long orderId, double elapsed);

    [LoggerMessage(1207, LogLevel.Warning, "Order {OrderId} cannot be paid in state {State}")]
    private static partial void NotOpen(ILogger logger, long orderId, string state);

    [LoggerMessage(1208, LogLevel.Debug, "Payment {Payment} stored")]
    private static partial void Stored(ILogger logger, string payment);

    [LoggerMessage(1209, LogLevel.Warning, "Order {OrderId} to pay not found")]
    private static partial void NotFound(ILogger logger, long orderId);
}
