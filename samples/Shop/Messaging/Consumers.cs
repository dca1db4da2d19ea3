using System.Diagnostics;
using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Shop.Common;

namespace Shop.Messaging;

/// <summary>Keeps the connection to RabbitMQ, and hands what comes to the handlers.</summary>
internal sealed partial class Consumers(
    Settings settings,
    IRole role,
    SchemaSetup schema,
    Broker broker,
    IEnumerable<IMessageHandler> handlers,
    ILogger<Consumers> logger,
    TimeProvider clock)
    : BackgroundService
{
    private const string DeadLetters = "shop.dead";
    private const int DeliveryLimit = 3;
    private const ushort Concurrency = 4;
    private const ushort Prefetch = 20;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    public static string DeadLetterQueue(string queue) => queue + ".dead";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.WhenReady.WaitAsync(stoppingToken);
        for (int attempt = 1; !stoppingToken.IsCancellationRequested; attempt++)
        {
            try
            {
                await using IConnection connection = await ConnectAsync(stoppingToken);
                attempt = 1;
                var lost = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
                connection.ConnectionShutdownAsync += (_, reason) => Lose(lost, reason.ReplyText);
                await ServeAsync(connection, lost, stoppingToken);
                string why = await lost.Task.WaitAsync(stoppingToken);
                broker.Channel = null;
                Lost(logger, why);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                broker.Channel = null;
                Unreachable(logger, settings.RabbitMq.Authority, attempt, exception.Message);
                TimeSpan pause = TimeSpan.FromSeconds(Math.Min(1 << Math.Min(attempt - 1, 3), LongestPause.TotalSeconds));
                await Task.Delay(pause, clock, stoppingToken);
            }
        }
    }

    private async Task<IConnection> ConnectAsync(CancellationToken cancellation)
    {
        var factory = new ConnectionFactory
        {
            Uri = settings.RabbitMq,
            ClientProvidedName = "shop-" + role.Name,
            RequestedHeartbeat = TimeSpan.FromSeconds(10),
            RequestedConnectionTimeout = TimeSpan.FromSeconds(3),
            ContinuationTimeout = TimeSpan.FromSeconds(5),
            // One way to come back, and it also covers a broker that is not there yet.
            AutomaticRecoveryEnabled = false,
        };
        return await factory.CreateConnectionAsync(cancellation);
    }

    private async Task ServeAsync(IConnection connection, TaskCompletionSource<string> lost, CancellationToken cancellation)
    {
        var options = new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, consumerDispatchConcurrency: Concurrency);
        IChannel channel = await connection.CreateChannelAsync(options, cancellation);
        channel.ChannelShutdownAsync += (_, reason) => Lose(lost, reason.ReplyText);
        await channel.BasicQosAsync(0, Prefetch, false, cancellation);
        await channel.ExchangeDeclareAsync(Broker.Exchange, ExchangeType.Topic, durable: true, cancellationToken: cancellation);
        await channel.ExchangeDeclareAsync(DeadLetters, ExchangeType.Direct, durable: true, cancellationToken: cancellation);
        int queues = 0;
        foreach (IMessageHandler handler in handlers)
        {
            await DeclareAsync(channel, handler, cancellation);
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += (_, delivery) => TakeAsync(channel, handler, delivery, cancellation);
            await channel.BasicConsumeAsync(handler.Queue, autoAck: false, consumer, cancellation);
            queues++;
        }

        broker.Channel = channel;
        Connected(logger, settings.RabbitMq.Authority, queues);
    }

    private static async Task DeclareAsync(IChannel channel, IMessageHandler handler, CancellationToken cancellation)
    {
        string dead = DeadLetterQueue(handler.Queue);
        await channel.QueueDeclareAsync(dead, durable: true, exclusive: false, autoDelete: false, cancellationToken: cancellation);
        await channel.QueueBindAsync(dead, DeadLetters, handler.Queue, cancellationToken: cancellation);
        // A quorum queue counts deliveries by itself.
        var arguments = new Dictionary<string, object?>
        {
            ["x-queue-type"] = "quorum",
            ["x-delivery-limit"] = DeliveryLimit,
            ["x-dead-letter-exchange"] = DeadLetters,
            ["x-dead-letter-routing-key"] = handler.Queue,
        };
        await channel.QueueDeclareAsync(handler.Queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellation);
        foreach (string key in handler.RoutingKeys)
        {
            await channel.QueueBindAsync(handler.Queue, Broker.Exchange, key, cancellationToken: cancellation);
        }
    }

    private async Task TakeAsync(IChannel channel, IMessageHandler handler, BasicDeliverEventArgs delivery, CancellationToken cancellation)
    {
        using var activity = new Activity("consume " + handler.Queue);
        if (Header(delivery, Broker.TraceHeader) is byte[] trace)
        {
            activity.SetParentId(Encoding.ASCII.GetString(trace));
        }

        activity.Start();
        try
        {
            await HandleAsync(channel, handler, delivery, cancellation);
            await channel.BasicAckAsync(delivery.DeliveryTag, false, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Unacknowledged: the broker delivers it again.
        }
        catch (Exception exception) when (channel.IsOpen)
        {
            long earlier = Convert.ToInt64(Header(delivery, "x-delivery-count") ?? 0L, CultureInfo.InvariantCulture);
            string id = delivery.BasicProperties.MessageId ?? "(none)";
            if (earlier < DeliveryLimit)
            {
                Returned(logger, exception, id, delivery.RoutingKey, handler.Queue, earlier + 1, DeliveryLimit + 1);
            }
            else
            {
                DeadLettered(logger, exception, id, handler.Queue, earlier + 1, DeadLetterQueue(handler.Queue));
            }

            await channel.BasicNackAsync(delivery.DeliveryTag, false, requeue: true, cancellation);
        }
        catch (Exception exception)
        {
            Dropped(logger, delivery.RoutingKey, handler.Queue, exception.Message);
        }
    }

    /// <summary>Waits out what passes by itself: the message is good, and must not wear out its deliveries.</summary>
    private async Task HandleAsync(IChannel channel, IMessageHandler handler, BasicDeliverEventArgs delivery, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await handler.HandleAsync(delivery.RoutingKey, delivery.Body, cancellation);
                return;
            }
            catch (Exception exception) when (Transient.Is(exception) && channel.IsOpen)
            {
                double pause = Math.Min(attempt, 5);
                Waiting(logger, delivery.RoutingKey, handler.Queue, attempt, pause, exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(pause), clock, cancellation);
            }
        }
    }

    private static object? Header(BasicDeliverEventArgs delivery, string name) =>
        delivery.BasicProperties.Headers?.TryGetValue(name, out object? value) == true ? value : null;

    private static Task Lose(TaskCompletionSource<string> lost, string why)
    {
        lost.TrySetResult(why);
        return Task.CompletedTask;
    }

    [LoggerMessage(201, LogLevel.Information, "Connected to RabbitMQ at {Address}, consuming {Queues} queues")]
    private static partial void Connected(ILogger logger, string address, int queues);

    [LoggerMessage(202, LogLevel.Warning, "Connection to RabbitMQ lost: {Reason}")]
    private static partial void Lost(ILogger logger, string reason);

    [LoggerMessage(203, LogLevel.Warning, "RabbitMQ at {Address} unreachable, attempt {Attempt}: {Reason}")]
    private static partial void Unreachable(ILogger logger, string address, int attempt, string reason);

    [LoggerMessage(204, LogLevel.Error, "Message {MessageId} ({RoutingKey}) from {Queue} failed, delivery {Delivery} of {Limit}, returned to the queue")]
    private static partial void Returned(
        ILogger logger, Exception exception, string messageId, string routingKey, string queue, long delivery, int limit);

    [LoggerMessage(205, LogLevel.Error, "Message {MessageId} from {Queue} failed {Deliveries} deliveries and goes to {DeadLetterQueue}")]
    private static partial void DeadLettered(
        ILogger logger, Exception exception, string messageId, string queue, long deliveries, string deadLetterQueue);

    [LoggerMessage(206, LogLevel.Warning, "{RoutingKey} from {Queue} waits, attempt {Attempt}, next in {Pause} s: {Reason}")]
    private static partial void Waiting(ILogger logger, string routingKey, string queue, int attempt, double pause, string reason);

    [LoggerMessage(207, LogLevel.Warning, "{RoutingKey} from {Queue} left unacknowledged, the channel is closed: {Reason}")]
    private static partial void Dropped(ILogger logger, string routingKey, string queue, string reason);
}
