using Shop.Common;
using Shop.Messaging;

namespace Shop.Orders;

/// <summary>Takes orders, and follows them until they are paid or not.</summary>
internal sealed class OrdersRole : IRole
{
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS orders (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, request_key uuid NOT NULL UNIQUE, customer text NOT NULL,
            sku text NOT NULL, quantity integer NOT NULL, total numeric(12, 2), state text NOT NULL DEFAULT 'pending',
            trace_parent text, release_due boolean NOT NULL DEFAULT false, created_at timestamptz NOT NULL DEFAULT now());
        CREATE INDEX IF NOT EXISTS orders_open ON orders (created_at) WHERE state IN ('pending', 'placed');
        CREATE INDEX IF NOT EXISTS orders_release_due ON orders (id) WHERE release_due;
        CREATE TABLE IF NOT EXISTS outbox (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, routing_key text NOT NULL, body bytea NOT NULL, trace_parent text,
            created_at timestamptz NOT NULL DEFAULT now());
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public string Name => "orders";

    public int Port => 5001;

    public void AddLogging(WebApplicationBuilder builder)
    {
        builder.AddFrameworkLogging().AddJsonConsole(options =>
        {
            options.IncludeScopes = true;
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        // This team reads the framework's own request lines.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Information);
    }

    public void AddServices(IServiceCollection services, Settings settings)
    {
        services.AddDatabase(settings, Name, Schema);
        services.AddMessaging<PaymentHandler>();
        services.AddUpstream<InventoryClient>(settings.Inventory, settings, Patience);
        services.AddUpstream<PaymentsClient>(settings.Payments, settings, Patience);
        services.AddSingleton<OrderBook>();
        services.AddSingleton<Loyalty>();
        services.AddScoped<Checkout>();
        services.AddHostedService<Outbox>();
        services.AddHostedService<Backlog>();
        services.AddHostedService<StockReleases>();
    }

    public void Map(WebApplication app)
    {
        app.UseExceptionHandler();
        app.MapPost("/orders", (NewOrder order, Checkout checkout, CancellationToken cancellation) => checkout.PlaceAsync(order, cancellation));
        app.MapGet("/orders/{id:long}", (long id, OrderBook book, CancellationToken cancellation) => book.ReadAsync(id, cancellation));
        app.MapPost("/orders/{id:long}/cancel", (long id, Checkout checkout, CancellationToken cancellation) =>
            checkout.CancelAsync(id, cancellation));
    }

    public void MapControl(IEndpointRouteBuilder control, IServiceProvider services)
    {
        Broker broker = services.GetRequiredService<Broker>();
        control.MapPost("/poison", async (int count, CancellationToken cancellation) =>
        {
            for (int i = 0; i < count; i++)
            {
                // Cut off in the middle, as by a producer that died.
                await broker.PublishAsync(Messages.OrderPlacedKey, """{"orderId":4711,"customer":"c-17","amou"""u8.ToArray(), null, cancellation);
            }
        });
    }
}
