using Microsoft.AspNetCore.RateLimiting;
using Serilog;
using Serilog.Formatting.Compact;
using Shop.Common;

namespace Shop.Gateway;

/// <summary>The public door: keys, limits, and a call to the service that knows.</summary>
internal sealed class GatewayRole : IRole
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    public string Name => "gateway";

    public int Port => 5000;

    public void AddLogging(WebApplicationBuilder builder) => builder.AddSerilog(Name, new RenderedCompactJsonFormatter());

    public void AddServices(IServiceCollection services, Settings settings)
    {
        services.AddUpstream<OrdersClient>(settings.Orders, settings, Patience);
        services.AddUpstream<PaymentsClient>(settings.Payments, settings, Patience);
        services.AddUpstream<InventoryClient>(settings.Inventory, settings, Patience);
        services.AddSingleton<Limits>();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<Limits>((options, limits) => limits.Apply(options));
        services.AddHealthChecks()
            .AddCheck<UpstreamCheck<OrdersClient>>("orders")
            .AddCheck<UpstreamCheck<PaymentsClient>>("payments")
            .AddCheck<UpstreamCheck<InventoryClient>>("inventory");
    }

    public void Map(WebApplication app)
    {
        app.UseSerilogRequestLogging(options => options.EnrichDiagnosticContext = (diagnostics, context) =>
        {
            diagnostics.Set("Client", ApiKeys.ClientOf(context));
            if (app.Services.GetRequiredService<Release>().IsSecond)
            {
                diagnostics.Set("Protocol", context.Request.Protocol);
            }
        });
        app.UseExceptionHandler();
        app.UseMiddleware<ApiKeys>();
        app.UseRateLimiter();
        Api.Map(app);
    }

    public void MapControl(IEndpointRouteBuilder control, IServiceProvider services)
    {
        // Nothing of its own: what goes wrong here comes from the other services.
    }
}
