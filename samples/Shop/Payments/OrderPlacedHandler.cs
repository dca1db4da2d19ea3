using Shop.Messaging;

namespace Shop.Payments;

internal sealed class OrderPlacedHandler(Payments payments, Broker broker) : IMessageHandler
{
    public string Queue => Settlement.Queue;

    public IReadOnlyList<string> RoutingKeys { get; } = [Messages.OrderPlacedKey];

    public async Task HandleAsync(string routingKey, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        OrderPlaced order = Messages.Read<OrderPlaced>(body);
        Payment payment = await payments.ChargeAsync(order, cancellation);
        if (payment.Reason is { } reason)
        {
            await broker.PublishAsync(Messages.PaymentFailedKey, Messages.Write(new PaymentFailed(order.OrderId, reason)), null, cancellation);
        }
        else
        {
            var completed = new PaymentCompleted(order.OrderId, payment.Id, payment.Amount);
            await broker.PublishAsync(Messages.PaymentCompletedKey, Messages.Write(completed), null, cancellation);
        }
    }
}
