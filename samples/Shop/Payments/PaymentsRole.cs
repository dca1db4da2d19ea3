using Serilog.Formatting.Compact;
using Shop.Common;
using Shop.Messaging;

namespace Shop.Payments;

/// <summary>Charges cards for orders that were placed.</summary>
internal sealed class PaymentsRole : IRole
{
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS payments (
            order_id bigint PRIMARY KEY, id uuid NOT NULL, amount numeric(12, 2) NOT NULL, status text NOT NULL, reason text,
            created_at timestamptz NOT NULL DEFAULT now(), refunded_at timestamptz);
        CREATE INDEX IF NOT EXISTS payments_by_time ON payments (created_at);
        """;

    public string Name => "payments";

    public int Port => 5002;

    public void AddLogging(WebApplicationBuilder builder) => builder.AddSerilog(Name, new CompactJsonFormatter());

    public void AddServices(IServiceCollection services, Settings settings)
    {
        services.AddDatabase(settings, Name, Schema);
        services.AddMessaging<OrderPlacedHandler>();
        services.AddSingleton<Acquirer>();
        services.AddSingleton<Payments>();
        services.AddHostedService<Settlement>();
    }

    public void Map(WebApplication app)
    {
        app.UseExceptionHandler();
        app.MapGet("/payments/{orderId:long}", (long orderId, Payments payments, CancellationToken cancellation) =>
            payments.ReadAsync(orderId, cancellation));
        app.MapPost("/payments/{orderId:long}/refund", (long orderId, Payments payments, CancellationToken cancellation) =>
            payments.RefundAsync(orderId, cancellation));
    }

    public void MapControl(IEndpointRouteBuilder control, IServiceProvider services)
    {
        Faults faults = services.GetRequiredService<Faults>();
        control.MapPost("/acquirer", (int ms) => { faults.AcquirerMilliseconds = ms; });
    }
}
