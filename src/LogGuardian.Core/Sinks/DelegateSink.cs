namespace LogGuardian;

/// <summary>Hands each detection to a delegate, one at a time, so that the delegate need not think of threads.</summary>
internal sealed class DelegateSink(Func<Detection, CancellationToken, ValueTask> emit) : IDetectionSink, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async ValueTask EmitAsync(Detection detection, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await emit(detection, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
