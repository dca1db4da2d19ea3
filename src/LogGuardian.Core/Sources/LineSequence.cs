namespace LogGuardian;

/// <summary>The lines of streams that are opened one after the other.</summary>
/// <param name="open">Opens the streams as the enumeration asks for them.</param>
/// <param name="options">Limits and decompression; already checked.</param>
/// <param name="onProblem">When not null: told of a stream that broke, after which the next one is read.</param>
/// <param name="cancellationToken">Stops the reading.</param>
internal sealed class LineSequence(
    Func<CancellationToken, IEnumerable<OpenLog>> open,
    LogReadOptions options,
    Action<LogSourceException>? onProblem,
    CancellationToken cancellationToken) : IAsyncEnumerable<LogLine>
{
    public IAsyncEnumerator<LogLine> GetAsyncEnumerator(CancellationToken token = default)
    {
        // As the compiler does for [EnumeratorCancellation]: either token stops the reading.
        CancellationTokenSource? linked = cancellationToken.CanBeCanceled && token.CanBeCanceled && cancellationToken != token
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, token)
            : null;
        CancellationToken either = linked?.Token ?? (token.CanBeCanceled ? token : cancellationToken);
        return new Enumerator(open(either).GetEnumerator(), options, onProblem, linked, either);
    }

    // By hand, for an async iterator costs more: 88 against 66 ns of processor time for a line of 134 bytes from the file cache, and
    // 240 against 170 ns before the runtime has optimised either.
    private sealed class Enumerator(
        IEnumerator<OpenLog> logs,
        LogReadOptions options,
        Action<LogSourceException>? onProblem,
        CancellationTokenSource? linked,
        CancellationToken cancellationToken) : IAsyncEnumerator<LogLine>
    {
        private LineReader? _reader;
        private LogLine _current;

        public LogLine Current => _current;

        public ValueTask<bool> MoveNextAsync() =>
            _reader is not null && !cancellationToken.IsCancellationRequested && _reader.TryRead(out _current)
                ? new ValueTask<bool>(true)
                : MoveOnAsync();

        public async ValueTask DisposeAsync()
        {
            await CloseAsync().ConfigureAwait(false);
            logs.Dispose();
            linked?.Dispose();
        }

        /// <summary>Once per chunk: brings more bytes, or the next stream.</summary>
        private async ValueTask<bool> MoveOnAsync()
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (_reader is not null || OpenNext())
            {
                if (await FillAsync(_reader!).ConfigureAwait(false))
                {
                    if (_reader!.TryRead(out _current))
                        return true;
                    continue;
                }

                bool hasLine = _reader!.TryReadLast(out _current);
                await CloseAsync().ConfigureAwait(false);
                if (hasLine)
                    return true;
            }

            _current = default;
            return false;
        }

        private bool OpenNext()
        {
            if (!logs.MoveNext())
                return false;
            _reader = new LineReader(logs.Current.Stream, logs.Current.Name, options);
            return true;
        }

        private async ValueTask<bool> FillAsync(LineReader reader)
        {
            try
            {
                return await reader.FillAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (LogSourceException e) when (onProblem is not null)
            {
                onProblem(e);
                return false;
            }
        }

        private async ValueTask CloseAsync()
        {
            if (_reader is not { } reader)
                return;

            _reader = null;
            await reader.DisposeAsync().ConfigureAwait(false);
            if (!logs.Current.LeaveOpen)
                await logs.Current.Stream.DisposeAsync().ConfigureAwait(false);
        }
    }
}
