using System.Runtime.CompilerServices;

namespace LogGuardian.Core;

/// <summary>One pass over one source: pulls lines, and hands windows on as soon as a batch is full or the source has nothing at hand.</summary>
internal sealed class PipelineRun(ILogSource source, ILogParser parser, RunWindows windows, PipelineCounters counters, TimeProvider clock, bool teaches)
{
    private const int BatchWindows = 32;

    // How long a record waits for continuation lines when its source falls silent: well under the 100 ms that a live stream may take.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    // A batch pays where its windows are judged together. Where each one teaches before the next is judged, it would only keep them waiting.
    private readonly int _batch = teaches ? 1 : BatchWindows;

    /// <summary>The windows of the source in batches.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogWindow>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var assembler = new RecordAssembler(parser, windows.Windower, counters, windows.Closing, windows.Positions);
        if (windows.Closed > 0)
        {
            // They were closed and not yet delivered when the state was saved.
            yield return windows.Take();
        }

        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IAsyncEnumerator<LogLine> lines = source.ReadAsync(abandoned.Token).GetAsyncEnumerator(abandoned.Token);
        Task<bool>? waiting = null;
        try
        {
            while (true)
            {
                ValueTask<bool> moving = lines.MoveNextAsync();
                bool more;
                if (moving.IsCompleted)
                {
                    more = await moving.ConfigureAwait(false);
                }
                else
                {
                    waiting = moving.AsTask();
                    if (windows.Closed > 0)
                    {
                        yield return windows.Take();
                    }

                    if (assembler.HasPending && !await IsDoneWithin(waiting, Patience, cancellationToken).ConfigureAwait(false))
                    {
                        Change(assembler.CompletePending);
                        if (windows.Closed > 0)
                        {
                            yield return windows.Take();
                        }
                    }

                    while (windows.Windower.IdleFor is { } idle && !await IsDoneWithin(waiting, idle, cancellationToken).ConfigureAwait(false))
                    {
                        Change(() => windows.Windower.CloseIdle(windows.Closing));
                        if (windows.Closed > 0)
                        {
                            yield return windows.Take();
                        }
                    }

                    more = await waiting.ConfigureAwait(false);
                }

                if (!more)
                {
                    break;
                }

                lock (windows.Gate)
                {
                    assembler.Add(lines.Current);
                }

                if (windows.Closed >= _batch)
                {
                    yield return windows.Take();
                }
            }
        }
        finally
        {
            await DisposeAsync(lines, waiting, abandoned).ConfigureAwait(false);
        }

        Change(assembler.Flush);
        while (windows.Closed > 0)
        {
            yield return windows.Take(BatchWindows);
        }
    }

    private void Change(Action change)
    {
        lock (windows.Gate)
        {
            change();
        }
    }

    /// <summary>An enumerator must not be disposed while it moves, which it does when our own consumer leaves in the middle of a silence.</summary>
    private static async ValueTask DisposeAsync(IAsyncEnumerator<LogLine> lines, Task<bool>? waiting, CancellationTokenSource abandoned)
    {
        if (waiting is { IsCompleted: false })
        {
            await abandoned.CancelAsync().ConfigureAwait(false);
            await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await lines.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<bool> IsDoneWithin(Task task, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (task.IsCompleted)
        {
            return true;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task delay = Task.Delay(patience, clock, stop.Token);
        bool done = await Task.WhenAny(task, delay).ConfigureAwait(false) == task;
        await stop.CancelAsync().ConfigureAwait(false);
        return done;
    }
}
