using Npgsql;

namespace Shop.Common;

/// <summary>Serves <c>/control</c> on a listener of its own that logs nothing, so that a log shows a fault's effects alone.</summary>
internal sealed class ControlHost(string url, IRole role, IServiceProvider services) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        await using WebApplication app = builder.Build();
        RouteGroupBuilder control = app.MapGroup("/control");
        Faults faults = services.GetRequiredService<Faults>();
        control.MapPost("/leak", (int mb) => { faults.LeakMegabytes = mb; });
        control.MapPost("/block", (int ms) => Faults.Block(ms));
        if (services.GetService<NpgsqlDataSource>() is { } database)
        {
            control.MapPost("/slow", (int ms) => { faults.SlowMilliseconds = ms; });
            control.MapPost("/connections", (int count, CancellationToken cancellation) => faults.HoldConnectionsAsync(database, count, cancellation));
        }

        role.MapControl(control, services);
        await app.StartAsync(stoppingToken);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                faults.Leak();
            }
        }
        catch (OperationCanceledException)
        {
            await app.StopAsync(CancellationToken.None);
        }
    }
}
