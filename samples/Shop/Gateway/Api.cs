using System.Globalization;
using System.Text.Json.Nodes;
using Shop.Common;

namespace Shop.Gateway;

internal sealed record OrderRequest(string? Sku, int Quantity, string? Customer, string? Card);

/// <summary>The public routes.</summary>
internal static partial class Api
{
    public static void Map(WebApplication app)
    {
        ILogger logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Api).FullName!);
        Release release = app.Services.GetRequiredService<Release>();

        app.MapGet("/products", async (InventoryClient inventory, CancellationToken cancellation) =>
            (await inventory.CallAsync(HttpMethod.Get, "/products", null, cancellation)).ToResult());

        app.MapGet("/products/{sku}", async (string sku, InventoryClient inventory, CancellationToken cancellation) =>
            (await inventory.CallAsync(HttpMethod.Get, "/products/" + Uri.EscapeDataString(sku), null, cancellation)).ToResult());

        app.MapPost("/orders", async (OrderRequest order, OrdersClient orders, CancellationToken cancellation) =>
        {
            // The key makes it safe to send the order again when an attempt is lost.
            var body = new { order.Sku, order.Quantity, order.Customer, order.Card, RequestKey = Guid.NewGuid() };
            UpstreamAnswer answer = await orders.CallAsync(HttpMethod.Post, "/orders", body, cancellation);
            if (release.IsSecond && answer.IsSuccess)
            {
                Confirmation(logger, order.Customer, answer.Body.Length);
            }

            return answer.ToResult();
        });

        app.MapGet("/orders/{id:long}", (long id, OrdersClient orders, PaymentsClient payments, CancellationToken cancellation) =>
            ReadOrderAsync(id, orders, payments, logger, cancellation));

        app.MapPost("/orders/{id:long}/cancel", async (long id, OrdersClient orders, CancellationToken cancellation) =>
            (await orders.CallAsync(HttpMethod.Post, Path(id) + "/cancel", null, cancellation)).ToResult());
    }

    private static async Task<IResult> ReadOrderAsync(
        long id, OrdersClient orders, PaymentsClient payments, ILogger logger, CancellationToken cancellation)
    {
        UpstreamAnswer order = await orders.CallAsync(HttpMethod.Get, Path(id), null, cancellation);
        if (!order.IsSuccess)
        {
            return order.ToResult();
        }

        JsonNode answer = JsonNode.Parse(order.Body)!;
        try
        {
            UpstreamAnswer payment = await payments.CallAsync(
                HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/payments/{id}"), null, cancellation);
            if (payment.IsSuccess)
            {
                answer["payment"] = JsonNode.Parse(payment.Body);
            }
            else if (payment.Status != StatusCodes.Status404NotFound)
            {
                WithoutPayment(logger, id, $"payments answered {payment.Status}");
            }
        }
        catch (Exception exception) when (Transient.Is(exception))
        {
            WithoutPayment(logger, id, exception.Message);
        }

        return Results.Text(answer.ToJsonString(), "application/json");
    }

    private static string Path(long id) => string.Create(CultureInfo.InvariantCulture, $"/orders/{id}");

    [LoggerMessage(1021, LogLevel.Warning, "Order {OrderId} served without its payment: {Reason}")]
    private static partial void WithoutPayment(ILogger logger, long orderId, string reason);

    [LoggerMessage(1022, LogLevel.Information, "Confirmation for {Customer} rendered, {Size} characters")]
    private static partial void Confirmation(ILogger logger, string? customer, int size);
}
