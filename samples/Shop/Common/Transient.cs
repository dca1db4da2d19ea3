using Npgsql;
using Polly;
using Shop.Messaging;
using StackExchange.Redis;

namespace Shop.Common;

/// <summary>Tells what passes by itself, when a dependency is back, from what is wrong in the code or the data.</summary>
internal static class Transient
{
    public static bool Is(Exception exception) => exception switch
    {
        // Classes 22, 23 and 42: bad data, a broken constraint, a statement that is wrong.
        PostgresException postgres => postgres.SqlState[..2] is not ("22" or "23" or "42"),
        NpgsqlException or HttpRequestException or ExecutionRejectedException or BrokerUnavailableException or RedisException => true,
        _ => false,
    };
}
