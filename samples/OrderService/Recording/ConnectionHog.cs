using System.Runtime.InteropServices;
using Npgsql;

namespace OrderService.Recording;

/// <summary>
/// The outside client of the recording: ends the service's connections, takes every connection that the server
/// has to give and holds them until it is told to stop.
/// </summary>
internal static class ConnectionHog
{
    public static async Task RunAsync(Arguments arguments)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(arguments.Number("seconds", 60)));
        using var terminate = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            context =>
            {
                context.Cancel = true;
                stop.Cancel();
            });
        var settings = new NpgsqlConnectionStringBuilder(arguments.Required("database"))
        {
            ApplicationName = "reporting",
            Pooling = false,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        };

        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        await using NpgsqlDataSource database = builder.Build();
        var held = new List<NpgsqlConnection>();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                bool full = !await TakeAllAsync(database, held, stop.Token);
                int ended = held.Count > 0 ? await EndOthersAsync(held[0], stop.Token) : 0;
                if (full && ended == 0)
                {
                    await Task.Delay(TimeSpan.FromSeconds(5), stop.Token);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop.
        }

        Console.WriteLine($"held {held.Count} connections");
        foreach (NpgsqlConnection connection in held)
        {
            await connection.DisposeAsync();
        }
    }

    private static async Task<bool> TakeAllAsync(
        NpgsqlDataSource database, List<NpgsqlConnection> held, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                held.Add(await database.OpenConnectionAsync(stop));
            }
        }
        catch (NpgsqlException)
        {
            // The server has no connection left.
            return false;
        }
    }

    private static async Task<int> EndOthersAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'order-service'", connection);
        return (int)(long)(await command.ExecuteScalarAsync(stop))!;
    }
}
