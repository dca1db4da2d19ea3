namespace OrderService;

/// <summary>The addresses of the service.</summary>
internal static class Routes
{
    public static void Map(WebApplication app)
    {
        app.MapPost("/orders", async (NewOrder order, Orders orders, CancellationToken cancellation) =>
            await orders.AcceptAsync(order, cancellation));
        app.MapGet("/orders/{id:long}", async (long id, Orders orders, CancellationToken cancellation) =>
            await orders.ReadAsync(id, cancellation));
        app.MapGet("/orders", async (string customer, Orders orders, CancellationToken cancellation) =>
            await orders.ListAsync(customer, cancellation));
        app.MapPost("/orders/{id:long}/pay", async (long id, Payments payments, CancellationToken cancellation) =>
            await payments.PayAsync(id, cancellation));
        app.MapGet("/orders/{id:long}/invoice", async (long id, Invoices invoices, CancellationToken cancellation) =>
            await invoices.ServeAsync(id, cancellation));
        app.MapGet("/products/{sku}", async (string sku, Catalog catalog, CancellationToken cancellation) =>
            await catalog.ServeAsync(sku, cancellation));
        app.MapGet("/health", async (Health health, CancellationToken cancellation) =>
            await health.CheckAsync(cancellation));
    }
}
