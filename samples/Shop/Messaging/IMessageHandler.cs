namespace Shop.Messaging;

/// <summary>Takes the messages of one queue.</summary>
internal interface IMessageHandler
{
    string Queue { get; }

    IReadOnlyList<string> RoutingKeys { get; }

    Task HandleAsync(string routingKey, ReadOnlyMemory<byte> body, CancellationToken cancellation);
}
