using Npgsql;
using Shop.Common;

namespace Shop.Orders;

/// <summary>Expires orders that nobody paid, and says how many wait.</summary>
internal sealed partial class Backlog(NpgsqlDataSource database, SchemaSetup schema, Settings settings, ILogger<Backlog> logger, TimeProvider clock)
    : PeriodicWork("backlog", TimeSpan.FromSeconds(5), schema, logger, clock)
{
    private const int LongBacklog = 100;

    protected override async Task DoAsync(CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await ExpireAsync(connection, cancellation);
        await using NpgsqlCommand command = connection.Command(
            """
            SELECT count(*), coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8, (SELECT count(*) FROM outbox)
            FROM orders WHERE state IN ('pending', 'placed')
            """);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        long waiting = reader.GetInt64(0);
        Report(
            logger, waiting > LongBacklog ? LogLevel.Warning : LogLevel.Information, waiting, reader.GetDouble(1), reader.GetInt64(2));
    }

    private async Task ExpireAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = connection.Command(
            """
            UPDATE orders SET state = 'expired', release_due = true
            WHERE state IN ('pending', 'placed') AND created_at < now() - make_interval(secs => $1)
            RETURNING id, customer
            """,
            (double)settings.OrderTimeout);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            Expired(logger, reader.GetInt64(0), reader.GetString(1), settings.OrderTimeout);
        }
    }

    [LoggerMessage(EventId = 4051, Message = "Backlog: {Waiting} orders wait for payment, the oldest for {Age:0.0} s, {Unsent} messages unsent")]
    private static partial void Report(ILogger logger, LogLevel level, long waiting, double age, long unsent);

    [LoggerMessage(4052, LogLevel.Warning, "Order {OrderId} of {Customer} expired, not paid within {Seconds} s")]
    private static partial void Expired(ILogger logger, long orderId, string customer, int seconds);
}
