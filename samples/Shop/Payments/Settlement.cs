using Npgsql;
using Shop.Common;
using Shop.Messaging;

namespace Shop.Payments;

/// <summary>Sums up what was paid, and says what waits.</summary>
internal sealed partial class Settlement(NpgsqlDataSource database, SchemaSetup schema, Broker broker, ILogger<Settlement> logger, TimeProvider clock)
    : PeriodicWork("settlement", TimeSpan.FromSeconds(10), schema, logger, clock)
{
    public const string Queue = "payments.order-placed";
    private const uint LongQueue = 100;

    protected override async Task DoAsync(CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlCommand command = connection.Command(
            """
            SELECT count(*) FILTER (WHERE status = 'completed'), coalesce(sum(amount) FILTER (WHERE status = 'completed'), 0),
                   count(*) FILTER (WHERE status = 'declined')
            FROM payments WHERE created_at > now() - interval '10 seconds'
            """);
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation))
        {
            await reader.ReadAsync(cancellation);
            Settled(logger, reader.GetInt64(0), reader.GetDecimal(1), reader.GetInt64(2));
        }

        if (broker.Channel is { } channel)
        {
            uint waiting = await channel.MessageCountAsync(Queue, cancellation);
            uint dead = await channel.MessageCountAsync(Consumers.DeadLetterQueue(Queue), cancellation);
            Queued(logger, waiting > LongQueue ? LogLevel.Warning : LogLevel.Information, Queue, waiting, dead);
        }
    }

    [LoggerMessage(2021, LogLevel.Information, "Settled {Count} payments over {Amount} EUR in the last 10 s, {Declined} declined")]
    private static partial void Settled(ILogger logger, long count, decimal amount, long declined);

    [LoggerMessage(EventId = 2022, Message = "Queue {Queue}: {Waiting} messages wait, {Dead} dead letters")]
    private static partial void Queued(ILogger logger, LogLevel level, string queue, uint waiting, uint dead);
}
