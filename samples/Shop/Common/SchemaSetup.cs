using Npgsql;

namespace Shop.Common;

/// <summary>Makes the service's tables when they are missing, as soon as the database is there.</summary>
internal sealed partial class SchemaSetup(string role, string sql, NpgsqlDataSource database, ILogger<SchemaSetup> logger, TimeProvider clock)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the tables are there: what works with them in the background waits for it.</summary>
    public Task WhenReady => _ready.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long began = clock.GetTimestamp();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await using NpgsqlConnection connection = await database.OpenConnectionAsync(stoppingToken);
                bool missing = await connection.ScalarAsync("SELECT to_regnamespace($1)::text", stoppingToken, role) is null;
                await connection.ExecuteAsync($"CREATE SCHEMA IF NOT EXISTS {role}; {sql}", stoppingToken);
                Ready(logger, role, missing ? "created" : "up to date", clock.GetElapsedTime(began).TotalMilliseconds);
                _ready.SetResult();
                return;
            }
            catch (NpgsqlException exception)
            {
                Waiting(logger, role, attempt, Pause.TotalSeconds, exception.Message);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    [LoggerMessage(121, LogLevel.Information, "Schema {Schema} {State}, database ready after {Elapsed:0} ms")]
    private static partial void Ready(ILogger logger, string schema, string state, double elapsed);

    [LoggerMessage(122, LogLevel.Warning, "Schema {Schema} could not be checked, attempt {Attempt}, next in {Pause} s: {Reason}")]
    private static partial void Waiting(ILogger logger, string schema, int attempt, double pause, string reason);
}
