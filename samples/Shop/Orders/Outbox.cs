using Npgsql;
using Shop.Common;
using Shop.Messaging;

namespace Shop.Orders;

/// <summary>Sends the messages that orders left in the database.</summary>
internal sealed partial class Outbox(NpgsqlDataSource database, SchemaSetup schema, Broker broker, ILogger<Outbox> logger, TimeProvider clock)
    : PeriodicWork("outbox", TimeSpan.FromMilliseconds(200), schema, logger, clock)
{
    private const int Batch = 100;
    private const int LargeBatch = 50;

    protected override async Task DoAsync(CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        List<(long Id, string Key, byte[] Body, string? Trace)> messages = await TakeAsync(connection, cancellation);
        if (messages.Count == 0)
        {
            return;
        }

        foreach ((_, string key, byte[] body, string? trace) in messages)
        {
            await broker.PublishAsync(key, body, trace, cancellation);
        }

        await connection.ExecuteAsync("DELETE FROM outbox WHERE id = ANY ($1)", cancellation, messages.Select(message => message.Id).ToArray());
        await transaction.CommitAsync(cancellation);
        if (messages.Count >= LargeBatch)
        {
            Caught(logger, messages.Count);
        }
    }

    private static async Task<List<(long Id, string Key, byte[] Body, string? Trace)>> TakeAsync(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = connection.Command(
            "SELECT id, routing_key, body, trace_parent FROM outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED", Batch);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        var messages = new List<(long, string, byte[], string?)>();
        while (await reader.ReadAsync(cancellation))
        {
            messages.Add((
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetFieldValue<byte[]>(2),
                await reader.IsDBNullAsync(3, cancellation) ? null : reader.GetString(3)));
        }

        return messages;
    }

    [LoggerMessage(4041, LogLevel.Information, "Outbox sent {Count} messages that had waited")]
    private static partial void Caught(ILogger logger, int count);
}
