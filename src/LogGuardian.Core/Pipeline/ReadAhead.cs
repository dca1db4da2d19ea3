using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace LogGuardian.Core;

/// <summary>Reads, parses and cuts windows on another thread than the one that judges them, and at most so many batches before it.</summary>
internal static class ReadAhead
{
    private const int MaxBatchesAhead = 8;

    /// <summary>The same batches in the same order. What breaks comes after what was read before.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<LogWindow>> OfAsync(
        IAsyncEnumerable<IReadOnlyList<LogWindow>> batches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var read = Channel.CreateBounded<IReadOnlyList<LogWindow>>(new BoundedChannelOptions(MaxBatchesAhead) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => FillAsync(batches, read.Writer, abandoned.Token), CancellationToken.None);
        try
        {
            await foreach (IReadOnlyList<LogWindow> batch in read.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return batch;
            }
        }
        finally
        {
            await abandoned.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
    }

    private static async Task FillAsync(
        IAsyncEnumerable<IReadOnlyList<LogWindow>> batches, ChannelWriter<IReadOnlyList<LogWindow>> read, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (IReadOnlyList<LogWindow> batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await read.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
            }

            read.Complete();
        }
        catch (Exception e)
        {
            // Thrown again where the batches are taken.
            read.Complete(e);
        }
    }
}
