using Npgsql;
using Shop.Common;

namespace Shop.Inventory;

/// <summary>Moves stock between products that are sold in two packagings.</summary>
internal sealed partial class Transfers(NpgsqlDataSource database, SchemaSetup schema, ProductCache cache, ILogger<Transfers> logger, TimeProvider clock)
    : PeriodicWork("transfers", TimeSpan.FromSeconds(5), schema, logger, clock)
{
    private const int Units = 5;
    private static readonly TimeSpan Counting = TimeSpan.FromMilliseconds(50);
    private volatile int _crossing;
    private int _round;

    /// <summary>How many rounds still lock their two rows in opposite order.</summary>
    public int Crossing
    {
        set => _crossing = value;
    }

    protected override async Task DoAsync(CancellationToken cancellation)
    {
        int first = 1001 + (_round++ * 2 % 40);
        (string a, string b) = ($"SKU-{first}", $"SKU-{first + 1}");
        if (_crossing > 0)
        {
            _crossing--;
            await Task.WhenAll(MoveAsync(a, b, cancellation), MoveAsync(b, a, cancellation));
        }
        else
        {
            await MoveAsync(a, b, cancellation);
        }
    }

    private async Task MoveAsync(string from, string to, CancellationToken cancellation)
    {
        try
        {
            await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
            int taken = await connection.ExecuteAsync(
                "UPDATE products SET stock = stock - $2 WHERE sku = $1 AND stock >= $2", cancellation, from, Units);
            if (taken == 0)
            {
                NothingToMove(logger, from);
                return;
            }

            await Task.Delay(Counting, cancellation);
            await connection.ExecuteAsync("UPDATE products SET stock = stock + $2 WHERE sku = $1", cancellation, to, Units);
            await transaction.CommitAsync(cancellation);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            Deadlocked(logger, exception, from, to);
            return;
        }

        Moved(logger, Units, from, to);
        await cache.ForgetAsync(from);
        await cache.ForgetAsync(to);
    }

    [LoggerMessage(3041, LogLevel.Information, "Moved {Units} units from {From} to {To}")]
    private static partial void Moved(ILogger logger, int units, string from, string to);

    [LoggerMessage(3042, LogLevel.Information, "No units of {From} to move")]
    private static partial void NothingToMove(ILogger logger, string from);

    [LoggerMessage(3043, LogLevel.Error, "Transfer from {From} to {To} rolled back by a deadlock")]
    private static partial void Deadlocked(ILogger logger, Exception exception, string from, string to);
}
