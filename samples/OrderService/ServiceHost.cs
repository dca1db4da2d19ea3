using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Console;
using Npgsql;

namespace OrderService;

/// <summary>Puts the order service together and runs it until it is told to stop.</summary>
internal static class ServiceHost
{
    public static async Task RunAsync(Arguments arguments)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(arguments.Text("url", "http://127.0.0.1:5080"));
        builder.Configuration["Invoices:Path"] = arguments.Text("invoices", builder.Configuration["Invoices:Path"] ?? "invoices");
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(options => options.FormatterName = LineFormatter.FormatterName);
        builder.Logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        builder.Logging.SetMinimumLevel(LogLevel.Debug);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        if (arguments.Has("watch"))
        {
            Watching.Add(builder, arguments.Required("watch"));
        }

        IServiceCollection services = builder.Services;
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(8));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new Build(arguments.Text("version", "1.4.2"), arguments.Has("bad-build")));
        services.AddSingleton(Database(arguments.Required("database")));
        services.AddSingleton(new DeploymentDatabase(arguments.Text("deployment-database", arguments.Required("database"))));
        services.AddSingleton(new HttpClient
        {
            BaseAddress = new Uri(arguments.Text("payments", "http://127.0.0.1:5081")),
            Timeout = TimeSpan.FromSeconds(2),
        });
        services.AddSingleton<Schema>();
        services.AddSingleton<Catalog>();
        services.AddSingleton<Orders>();
        services.AddSingleton<Payments>();
        services.AddSingleton<Invoices>();
        services.AddSingleton<Health>();
        services.AddSingleton<Startup>();
        services.AddHostedService<Worker>();

        await using WebApplication app = builder.Build();
        app.UseMiddleware<Http>();
        Routes.Map(app);

        Startup startup = app.Services.GetRequiredService<Startup>();
        await startup.BeginAsync(CancellationToken.None);
        app.Lifetime.ApplicationStopped.Register(startup.End);
        await app.RunAsync();
    }

    private static NpgsqlDataSource Database(string address)
    {
        var settings = new NpgsqlConnectionStringBuilder(address)
        {
            ApplicationName = "order-service",
            MaxPoolSize = 20,
            MinPoolSize = 1,
            ConnectionIdleLifetime = 8,
            ConnectionPruningInterval = 2,
            ConnectionLifetime = 45,
            Timeout = 5,
            CommandTimeout = 10,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        };
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }
}

/// <summary>Which build of the service runs: a good one, or the one with the fault of the bad deployment.</summary>
internal sealed record Build(string Version, bool IsBad);

/// <summary>What the service says when it comes up and when it goes down.</summary>
internal sealed partial class Startup(
    ILogger<Startup> logger, Build build, Schema schema, Invoices invoices, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();

    public async Task BeginAsync(CancellationToken cancellation)
    {
        Starting(logger, build.Version, RuntimeInformation.FrameworkDescription, Environment.ProcessId, Environment.ProcessorCount);
        await schema.MigrateAsync(cancellation);
        int files = invoices.Open();
        FolderReady(logger, invoices.Folder, files);
    }

    public void End()
    {
        using var self = Process.GetCurrentProcess();
        Stopped(logger, build.Version, clock.GetElapsedTime(_started).TotalSeconds, self.TotalProcessorTime.TotalSeconds);
    }

    [LoggerMessage(1501, LogLevel.Information, "OrderService {Version} starting on {Runtime}, pid {Pid}, {Processors} processors")]
    private static partial void Starting(ILogger logger, string version, string runtime, int pid, int processors);

    [LoggerMessage(1503, LogLevel.Information, "Invoice folder {Path} ready with {Count} files")]
    private static partial void FolderReady(ILogger logger, string path, int count);

    [LoggerMessage(1505, LogLevel.Information, "OrderService {Version} stopped after {Uptime:0.0} s, {Processor:0.0} s of processor time")]
    private static partial void Stopped(ILogger logger, string version, double uptime, double processor);
}
