using System.Net;
using Shop.Common;

namespace Shop.Orders;

internal sealed record NewOrder(string? Sku, int Quantity, string? Customer, string? Card, Guid RequestKey);

internal sealed record OrderView(long Id, string Customer, string Sku, int Quantity, decimal? Total, string State);

/// <summary>Takes an order from the request to the message that it was placed, and takes it back.</summary>
internal sealed partial class Checkout(
    OrderBook book, InventoryClient inventory, PaymentsClient payments, Loyalty loyalty, Release release, ILogger<Checkout> logger, TimeProvider clock)
{
    private const int MostUnits = 20;
    private const int CardDigits = 16;

    public async Task<IResult> PlaceAsync(NewOrder order, CancellationToken cancellation)
    {
        if (Complaint(order) is { } complaint)
        {
            Invalid(logger, order.Customer ?? "(none)", complaint);
            return Results.Problem(complaint, statusCode: StatusCodes.Status400BadRequest);
        }

        long began = clock.GetTimestamp();
        if (await book.AddAsync(order, cancellation) is not { } id)
        {
            OrderView earlier = await book.FindByKeyAsync(order.RequestKey, cancellation);
            Repeated(logger, order.RequestKey, earlier.Id, earlier.State);
            if (earlier.State != OrderBook.Pending)
            {
                return Results.Ok(earlier);
            }

            // An attempt before this one was lost on the way: this one goes on with its order.
            id = earlier.Id;
        }

        decimal price;
        try
        {
            (Reserved? reserved, HttpStatusCode refusal) = await inventory.ReserveAsync(id, order.Sku!, order.Quantity, cancellation);
            if (reserved is null)
            {
                await book.RejectAsync(id, cancellation);
                Rejected(logger, id, order.Sku!, (int)refusal);
                return Results.Problem($"{order.Quantity} x {order.Sku} cannot be delivered.", statusCode: (int)refusal);
            }

            price = reserved.Price;
        }
        catch (Exception exception) when (Transient.Is(exception))
        {
            // The order stays pending: another attempt goes on with it, or it expires and its stock is released.
            NotReserved(logger, id, exception.Message);
            throw;
        }

        decimal total = price * order.Quantity;
        if (release.IsSecond)
        {
            total -= loyalty.Discount(id, order.Customer!, total);
        }

        await book.PlaceAsync(id, order, total, cancellation);
        double elapsed = clock.GetElapsedTime(began).TotalMilliseconds;
        if (release.IsSecond)
        {
            PlacedByCustomer(logger, order.Customer!, id, order.Quantity, order.Sku!, total, elapsed);
        }
        else
        {
            Placed(logger, id, order.Customer!, order.Quantity, order.Sku!, total, elapsed);
        }

        return Results.Json(
            new OrderView(id, order.Customer!, order.Sku!, order.Quantity, total, "placed"), statusCode: StatusCodes.Status201Created);
    }

    public async Task<IResult> CancelAsync(long id, CancellationToken cancellation)
    {
        string? state = await book.CancelAsync(id, cancellation);
        switch (state)
        {
            case null:
                OrderBook.NotFound(logger, id);
                return Results.Problem("Unknown order.", statusCode: StatusCodes.Status404NotFound);
            case "placed":
                Cancelled(logger, id, state);
                return Results.NoContent();
            case "paid":
                Cancelled(logger, id, state);
                await payments.RefundAsync(id, cancellation);
                return Results.NoContent();
            default:
                NotCancelled(logger, id, state);
                return Results.Problem($"The order is {state}.", statusCode: StatusCodes.Status409Conflict);
        }
    }

    private static string? Complaint(NewOrder order) => order switch
    {
        { Customer: null or "" } => "customer is missing",
        { Sku: null or "" } => "sku is missing",
        { Quantity: < 1 or > MostUnits } => $"quantity is {order.Quantity}, it must be between 1 and {MostUnits}",
        { Card: not { Length: CardDigits } } => $"card must have {CardDigits} digits",
        _ when !order.Card.All(char.IsAsciiDigit) => $"card must have {CardDigits} digits",
        _ => null,
    };

    [LoggerMessage(4001, LogLevel.Information, "Order {OrderId} placed by {Customer}: {Quantity} x {Sku}, total {Total} EUR, in {Elapsed:0.0} ms")]
    private static partial void Placed(ILogger logger, long orderId, string customer, int quantity, string sku, decimal total, double elapsed);

    [LoggerMessage(4002, LogLevel.Warning, "Invalid order of {Customer}: {Complaint}")]
    private static partial void Invalid(ILogger logger, string customer, string complaint);

    [LoggerMessage(4003, LogLevel.Warning, "Order {OrderId} rejected, inventory refused {Sku} with {Status}")]
    private static partial void Rejected(ILogger logger, long orderId, string sku, int status);

    [LoggerMessage(4004, LogLevel.Error, "Order {OrderId} stays pending, inventory cannot be asked: {Reason}")]
    private static partial void NotReserved(ILogger logger, long orderId, string reason);

    [LoggerMessage(4005, LogLevel.Information, "Request {RequestKey} repeated, order {OrderId} is {State}")]
    private static partial void Repeated(ILogger logger, Guid requestKey, long orderId, string state);

    [LoggerMessage(4006, LogLevel.Information, "Order {OrderId} cancelled, it was {State}")]
    private static partial void Cancelled(ILogger logger, long orderId, string state);

    [LoggerMessage(4007, LogLevel.Information, "Order {OrderId} is {State} and cannot be cancelled")]
    private static partial void NotCancelled(ILogger logger, long orderId, string state);

    [LoggerMessage(4008, LogLevel.Information, "Customer {Customer} placed order {OrderId} ({Quantity} x {Sku}) for {Total} EUR after discounts, in {Elapsed:0.0} ms")]
    private static partial void PlacedByCustomer(ILogger logger, string customer, long orderId, int quantity, string sku, decimal total, double elapsed);
}
