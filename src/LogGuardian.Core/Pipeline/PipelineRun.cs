using System.Runtime.CompilerServices;

namespace LogGuardian.Core;

/// <summary>One pass over one source: pulls lines, and hands windows on as soon as a batch is full or the source has nothing at hand.</summary>
internal sealed class PipelineRun(ILogSource source, ILogParser parser, RunWindows windows, PipelineCounters counters, TimeProvider clock)
{
    private const int BatchWindows = 32;

    // How long a record waits for continuation lines when its source falls silent: well under the 100 ms that a live stream may take.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>The windows of the source in batches; the list is reused after each step.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogWindow>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var assembler = new RecordAssembler(parser, windows.Windower, counters, windows.Closing, windows.Positions);
        if (windows.Closed.Count > 0)
        {
            // They were closed and not yet delivered when the state was saved.
            yield return windows.Closed;
            windows.Clear();
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
                    if (windows.Closed.Count > 0)
                    {
                        yield return windows.Closed;
                        windows.Clear();
                    }

                    if (assembler.HasPending && !await IsDoneWithin(waiting, Patience, cancellationToken).ConfigureAwait(false))
                    {
                        Change(assembler.CompletePending);
                        if (windows.Closed.Count > 0)
                        {
                            yield return windows.Closed;
                            windows.Clear();
                        }
                    }

                    while (windows.Windower.IdleFor is { } idle && !await IsDoneWithin(waiting, idle, cancellationToken).ConfigureAwait(false))
                    {
                        Change(() => windows.Windower.CloseIdle(windows.Closing));
                        if (windows.Closed.Count > 0)
                        {
                            yield return windows.Closed;
                            windows.Clear();
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

                if (windows.Closed.Count >= BatchWindows)
                {
                    yield return windows.Closed;
                    windows.Clear();
                }
            }
        }
        finally
        {
            await DisposeAsync(lines, waiting, abandoned).ConfigureAwait(false);
        }

        Change(assembler.Flush);
        for (int i = 0; i < windows.Closed.Count; i += BatchWindows)
        {
            yield return [.. windows.Closed.Skip(i).Take(BatchWindows)];
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
