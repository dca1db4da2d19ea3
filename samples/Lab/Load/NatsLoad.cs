using NATS.Client.Core;

namespace Lab.Load;

/// <summary>Users of NATS. A line is <c>SUBJECT BODY</c>; each visit connects, publishes a few messages and goes, and one subscriber for each subject takes them.</summary>
internal sealed class NatsLoad(NatsOpts options, int messages)
{
    public async Task VisitAsync(string line, CancellationToken cancellationToken)
    {
        string[] parts = line.Split(' ', 2);
        await using var connection = new NatsConnection(options with { Name = $"publisher-{parts[0].Split('.')[0]}" });
        await connection.ConnectAsync().AsTask().WaitAsync(cancellationToken);
        for (int i = 0; i < messages; i++)
        {
            await connection.PublishAsync(parts[0], parts[^1], cancellationToken: cancellationToken);
        }

        await connection.PingAsync(cancellationToken);
    }

    /// <summary>Takes messages of a subject until it is stopped, over a connection that recovers by itself.</summary>
    public async Task SubscribeAsync(string subject, CancellationToken cancellationToken)
    {
        await using var connection = new NatsConnection(options with { Name = $"subscriber-{subject.Split('.')[0]}" });
        await foreach (NatsMsg<string> _ in connection.SubscribeAsync<string>(subject, cancellationToken: cancellationToken))
        {
            // Taken is done.
        }
    }
}
