using System.Runtime.CompilerServices;

namespace LogGuardian.Cli;

/// <summary>
/// A source that ends, rather than fails, when the user stops the run: open windows are scored and the summary is written. A terminal or
/// pipe that cannot be interrupted while it waits for input is left behind; the process ends soon.
/// </summary>
internal sealed class StoppableSource(ILogSource inner, CancellationToken stop) : ILogSource
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(200);

    public async IAsyncEnumerable<LogLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IAsyncEnumerator<LogLine> lines = inner.ReadAsync(stop).GetAsyncEnumerator(stop);
        Task? abandoned = null;
        try
        {
            while (true)
            {
                ValueTask<bool> moving = lines.MoveNextAsync();
                bool more;
                if (moving.IsCompletedSuccessfully)
                {
                    more = await moving.ConfigureAwait(false);
                }
                else
                {
                    Task<bool> waiting = moving.AsTask();
                    more = await WaitAsync(waiting).ConfigureAwait(false);
                    abandoned = waiting.IsCompleted ? null : waiting;
                }

                if (!more)
                {
                    yield break;
                }

                yield return lines.Current;
            }
        }
        finally
        {
            if (abandoned is null || await Task.WhenAny(abandoned, Task.Delay(Grace, CancellationToken.None)).ConfigureAwait(false) == abandoned)
            {
                await lines.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<bool> WaitAsync(Task<bool> moving)
    {
        try
        {
            return await moving.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
