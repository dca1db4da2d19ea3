namespace LogGuardian;

/// <summary>Writes each detection as a block of plain text that people read.</summary>
internal sealed class TextSink(TextWriter writer) : IDetectionSink, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async ValueTask EmitAsync(Detection detection, CancellationToken cancellationToken = default)
    {
        string block = DetectionText.Format(detection, writer.NewLine);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Not cancelled half-way: half a block would run into the next one.
            await writer.WriteAsync(block.AsMemory(), CancellationToken.None).ConfigureAwait(false);
            await writer.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
