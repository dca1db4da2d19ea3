using Npgsql;

namespace OrderService;

/// <summary>Answers whether the service can do its work.</summary>
internal sealed partial class Health(NpgsqlDataSource database, ILogger<Health> logger, TimeProvider clock)
{
    public async Task<IResult> CheckAsync(CancellationToken cancellation)
    {
        long began = clock.GetTimestamp();
        try
        {
            await using NpgsqlCommand command = database.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellation);
        }
        catch (NpgsqlException exception)
        {
            Failed(logger, clock.GetElapsedTime(began).TotalMilliseconds, exception.Message);
            return Results.Json(new Problem("database"), statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        Passed(logger, clock.GetElapsedTime(began).TotalMilliseconds);
        return Results.Ok();
    }

    [LoggerMessage(1601, LogLevel.Debug, "Health check passed, database answered in {Elapsed:0.00} ms")]
    private static partial void Passed(ILogger logger, double elapsed);

    [LoggerMessage(1602, LogLevel.Error, "Health check failed after {Elapsed:0.00} ms: {Reason}")]
    private static partial void Failed(ILogger logger, double elapsed, string reason);
}
