using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Shop.Messaging;

/// <summary>The service's connection to RabbitMQ, while there is one.</summary>
internal sealed class Broker
{
    public const string Exchange = "shop";
    public const string TraceHeader = "traceparent";
    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(5);
    private volatile IChannel? _channel;

    public bool IsConnected => _channel is { IsOpen: true };

    /// <summary>The channel for publishing and for questions; none while the broker is away.</summary>
    public IChannel? Channel
    {
        get => _channel;
        set => _channel = value;
    }

    /// <summary>Returns when the broker has confirmed the message.</summary>
    public async Task PublishAsync(string routingKey, ReadOnlyMemory<byte> body, string? traceParent, CancellationToken cancellation)
    {
        IChannel channel = _channel ?? throw new BrokerUnavailableException("RabbitMQ is not connected.");
        var properties = new BasicProperties
        {
            DeliveryMode = DeliveryModes.Persistent,
            ContentType = "application/json",
            MessageId = Guid.NewGuid().ToString("N"),
            Headers = new Dictionary<string, object?> { [TraceHeader] = traceParent ?? Activity.Current?.Id },
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(ConfirmTimeout);
        try
        {
            await channel.BasicPublishAsync(Exchange, routingKey, mandatory: false, properties, body, limit.Token);
        }
        catch (Exception exception) when (exception is AlreadyClosedException or OperationInterruptedException or PublishException or IOException)
        {
            throw new BrokerUnavailableException($"RabbitMQ did not take {routingKey}: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new BrokerUnavailableException($"RabbitMQ did not confirm {routingKey} within {ConfirmTimeout.TotalSeconds} s.", exception);
        }
    }
}
