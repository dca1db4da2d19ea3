using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Lab.Load;

/// <summary>
/// Users of RabbitMQ. A line is <c>QUEUE BODY</c>: the visit connects, publishes a few messages and goes, and one consumer for each queue takes them. Or it
/// is <c>inspect QUEUE</c>, which must exist, or <c>declare QUEUE</c>, as a transient one.
/// </summary>
internal sealed class AmqpLoad(ConnectionFactory factory, int messages)
{
    public async Task VisitAsync(string line, CancellationToken cancellationToken)
    {
        string[] parts = line.Split(' ', 2);
        await using IConnection connection = await factory.CreateConnectionAsync($"publisher-{parts[0]}", cancellationToken);
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        switch (parts[0])
        {
            case "inspect":
                await channel.QueueDeclarePassiveAsync(parts[1], cancellationToken);
                break;
            case "declare":
                await channel.QueueDeclareAsync(parts[1], durable: false, exclusive: false, autoDelete: false, cancellationToken: cancellationToken);
                break;
            default:
                await PublishAsync(channel, parts[0], parts[^1], cancellationToken);
                break;
        }

        await channel.CloseAsync(cancellationToken);
        await connection.CloseAsync(cancellationToken);
    }

    private async Task PublishAsync(IChannel channel, string queue, string text, CancellationToken cancellationToken)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        for (int i = 0; i < messages; i++)
        {
            await channel.BasicPublishAsync("", queue, mandatory: false, new BasicProperties { Persistent = true }, body, cancellationToken);
        }
    }

    /// <summary>Takes messages of a queue until it is stopped, over a new connection when one ends.</summary>
    public async Task ConsumeAsync(string queue, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using IConnection connection = await factory.CreateConnectionAsync($"consumer-{queue}", cancellationToken);
                await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
                await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: cancellationToken);
                await channel.BasicQosAsync(0, 50, global: false, cancellationToken);
                var consumer = new AsyncEventingBasicConsumer(channel);
                consumer.ReceivedAsync += async (_, delivery) => await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, cancellationToken);
                await channel.BasicConsumeAsync(queue, autoAck: false, consumer, cancellationToken);
                var ended = new TaskCompletionSource();
                channel.ChannelShutdownAsync += (_, _) =>
                {
                    ended.TrySetResult();
                    return Task.CompletedTask;
                };
                await ended.Task.WaitAsync(cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync($"{e.GetType().Name}: {e.Message}");
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }
}
