using Npgsql;

namespace Shop.Common;

/// <summary>How the services reach PostgreSQL.</summary>
internal static class DatabaseExtensions
{
    public static void AddDatabase(this IServiceCollection services, Settings settings, string role, string schema)
    {
        services.AddSingleton(provider =>
        {
            var address = new NpgsqlConnectionStringBuilder(settings.Database)
            {
                ApplicationName = "shop-" + role,
                SearchPath = role,
                MaxPoolSize = 20,
                // Short, so that a changed password or certificate is met soon.
                ConnectionLifetime = 60,
                Timeout = 3,
                CommandTimeout = 5,
                Options = "-c lock_timeout=3000",
            };
            return new NpgsqlDataSourceBuilder(address.ConnectionString).UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>()).Build();
        });
        services.AddSingleton(provider => new SchemaSetup(
            role,
            schema,
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<ILogger<SchemaSetup>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService(provider => provider.GetRequiredService<SchemaSetup>());
        services.AddHealthChecks().AddCheck<DatabaseCheck>("postgresql", timeout: TimeSpan.FromSeconds(2));
        services.AddHealthReports();
    }

    public static async Task<int> ExecuteAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellation, params object?[] values)
    {
        await using NpgsqlCommand command = connection.Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    public static async Task<object?> ScalarAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellation, params object?[] values)
    {
        await using NpgsqlCommand command = connection.Command(sql, values);
        return await command.ExecuteScalarAsync(cancellation) is { } value and not DBNull ? value : null;
    }

    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (object? value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }
}
