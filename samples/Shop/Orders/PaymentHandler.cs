using Shop.Messaging;

namespace Shop.Orders;

/// <summary>Takes what payments say about orders.</summary>
internal sealed partial class PaymentHandler(OrderBook book, IServiceScopeFactory scopes, ILogger<PaymentHandler> logger) : IMessageHandler
{
    public string Queue => "orders.payments";

    public IReadOnlyList<string> RoutingKeys { get; } = [Messages.PaymentCompletedKey, Messages.PaymentFailedKey];

    public async Task HandleAsync(string routingKey, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (routingKey == Messages.PaymentFailedKey)
        {
            PaymentFailed failed = Messages.Read<PaymentFailed>(body);
            if (await book.PayAsync(failed.OrderId, "declined", cancellation) is null)
            {
                Declined(logger, failed.OrderId, failed.Reason);
            }

            return;
        }

        PaymentCompleted completed = Messages.Read<PaymentCompleted>(body);
        switch (await book.PayAsync(completed.OrderId, "paid", cancellation))
        {
            case null:
                Paid(logger, completed.OrderId, completed.Amount, completed.PaymentId);
                break;
            case "paid":
                Repeated(logger, completed.OrderId, completed.PaymentId);
                break;
            case var state:
                TooLate(logger, completed.PaymentId, completed.OrderId, state);
                await using (AsyncServiceScope scope = scopes.CreateAsyncScope())
                {
                    await scope.ServiceProvider.GetRequiredService<PaymentsClient>().RefundAsync(completed.OrderId, cancellation);
                }

                break;
        }
    }

    [LoggerMessage(4031, LogLevel.Information, "Order {OrderId} paid: {Amount} EUR by payment {PaymentId}")]
    private static partial void Paid(ILogger logger, long orderId, decimal amount, Guid paymentId);

    [LoggerMessage(4032, LogLevel.Warning, "Order {OrderId} not paid, card declined: {Reason}")]
    private static partial void Declined(ILogger logger, long orderId, string reason);

    [LoggerMessage(4033, LogLevel.Information, "Order {OrderId} is paid already, {PaymentId} delivered again")]
    private static partial void Repeated(ILogger logger, long orderId, Guid paymentId);

    [LoggerMessage(4034, LogLevel.Warning, "Payment {PaymentId} came too late, order {OrderId} is {State}; it is refunded")]
    private static partial void TooLate(ILogger logger, Guid paymentId, long orderId, string state);
}
