using Microsoft.Extensions.Logging.Console;
using Npgsql;
using Shop.Common;
using StackExchange.Redis;

namespace Shop.Inventory;

/// <summary>Products and their stock.</summary>
internal sealed class InventoryRole : IRole
{
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS products (
            sku text PRIMARY KEY, name text NOT NULL, price numeric(10, 2) NOT NULL, stock integer NOT NULL CHECK (stock >= 0));
        CREATE TABLE IF NOT EXISTS reservations (
            order_id bigint PRIMARY KEY, sku text NOT NULL REFERENCES products, quantity integer NOT NULL,
            reserved_at timestamptz NOT NULL DEFAULT now(), released_at timestamptz);
        CREATE INDEX IF NOT EXISTS reservations_by_time ON reservations (reserved_at);
        INSERT INTO products
        SELECT 'SKU-' || n,
               (ARRAY['Kettle', 'Lamp', 'Backpack', 'Notebook', 'Headphones', 'Desk', 'Mug', 'Charger'])[n % 8 + 1] || ' ' || n % 100,
               5 + n % 37 * 2.35, 500
        FROM generate_series(1001, 1040) n
        ON CONFLICT DO NOTHING;
        """;

    public string Name => "inventory";

    public int Port => 5003;

    public void AddLogging(WebApplicationBuilder builder) => builder.AddFrameworkLogging().AddSimpleConsole(options =>
    {
        options.SingleLine = true;
        options.IncludeScopes = true;
        options.UseUtcTimestamp = true;
        options.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff ";
        options.ColorBehavior = LoggerColorBehavior.Disabled;
    });

    public void AddServices(IServiceCollection services, Settings settings)
    {
        services.AddDatabase(settings, Name, Schema);
        services.AddSingleton<IConnectionMultiplexer>(provider => Connect(settings, provider));
        services.AddSingleton<ProductCache>();
        services.AddSingleton<Products>();
        services.AddSingleton<Reservations>();
        services.AddSingleton<Transfers>();
        services.AddHostedService<Reconcile>();
        services.AddHostedService(provider => provider.GetRequiredService<Transfers>());
        services.AddHealthChecks().AddCheck<RedisCheck>("redis");
    }

    public void Map(WebApplication app)
    {
        app.UseExceptionHandler();
        app.MapGet("/products", (Products products, CancellationToken cancellation) => products.ListAsync(cancellation));
        app.MapGet("/products/{sku}", (string sku, Products products, CancellationToken cancellation) => products.ReadAsync(sku, cancellation));
        app.MapPost("/reservations", (ReservationRequest request, Reservations reservations, CancellationToken cancellation) =>
            reservations.ReserveAsync(request, cancellation));
        app.MapDelete("/reservations/{orderId:long}", (long orderId, Reservations reservations, CancellationToken cancellation) =>
            reservations.ReleaseAsync(orderId, cancellation));
    }

    public void MapControl(IEndpointRouteBuilder control, IServiceProvider services)
    {
        Transfers transfers = services.GetRequiredService<Transfers>();
        NpgsqlDataSource database = services.GetRequiredService<NpgsqlDataSource>();
        control.MapPost("/deadlock", (int count) => { transfers.Crossing = count; });
        control.MapPost("/lock", async (int ms, CancellationToken cancellation) =>
        {
            await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
            await connection.ExecuteAsync("SELECT sku FROM products ORDER BY sku FOR UPDATE", cancellation);
            await Task.Delay(ms, cancellation);
        });
    }

    private static ConnectionMultiplexer Connect(Settings settings, IServiceProvider provider)
    {
        var options = ConfigurationOptions.Parse(settings.Redis);
        options.AbortOnConnectFail = false;
        options.ClientName = "shop-inventory";
        options.ConnectTimeout = 1000;
        options.AsyncTimeout = 500;
        options.HeartbeatInterval = TimeSpan.FromSeconds(1);
        // Without Redis there is still the database: better no answer at once than one late.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.LoggerFactory = provider.GetRequiredService<ILoggerFactory>();
        return ConnectionMultiplexer.Connect(options);
    }
}
