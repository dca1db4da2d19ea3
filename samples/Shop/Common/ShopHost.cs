using System.Globalization;

namespace Shop.Common;

/// <summary>Puts a role together and runs it until it is told to stop.</summary>
internal static class ShopHost
{
    public static async Task<int> RunAsync(IRole role, string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        var settings = new Settings(builder.Configuration);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{role.Port}"));
        }

        builder.Logging.ClearProviders();
        role.AddLogging(builder);
        IServiceCollection services = builder.Services;
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(5));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(settings.Release);
        services.AddSingleton(role);
        services.AddSingleton<Faults>();
        services.AddProblemDetails();
        services.AddExceptionHandler<Failures>();
        services.AddHealthChecks();
        services.AddHostedService<Lifecycle>();
        services.AddHostedService(provider => new ControlHost(settings.ControlUrl(role.Port), role, provider));
        role.AddServices(services, settings);

        await using WebApplication app = builder.Build();
        role.Map(app);
        app.MapHealthChecks("/health");
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (IOException)
        {
            // The address is taken; the host has logged it.
            return 1;
        }
    }
}
