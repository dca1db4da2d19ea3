using System.Buffers;
using System.Text.Json;

namespace LogGuardian;

/// <summary>Writes each detection as one line of JSON, and hands it to the operating system at once so that others can follow the file.</summary>
internal sealed class JsonLinesSink : IDetectionSink, IAsyncDisposable, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Func<Stream> _open;
    private readonly bool _ownsStream;
    private Stream? _stream;
    private bool _isDisposed;

    /// <summary>Writes to a stream that stays the caller's.</summary>
    public JsonLinesSink(Stream stream)
    {
        _open = () => stream;
    }

    /// <summary>Appends to a file, which is created with the first detection.</summary>
    public JsonLinesSink(string path)
    {
        _open = () => new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete);
        _ownsStream = true;
    }

    public async ValueTask EmitAsync(Detection detection, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _buffer.ResetWrittenCount();
            using (Utf8JsonWriter writer = new(_buffer, DetectionJson.WriterOptions))
            {
                DetectionJson.Write(writer, detection);
            }

            _buffer.Write("\n"u8);
            _stream ??= _open();

            // Not cancelled half-way: half a line would spoil the next one.
            await _stream.WriteAsync(_buffer.WrittenMemory, CancellationToken.None).ConfigureAwait(false);
            await _stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        _isDisposed = true;
        Stream? stream = Interlocked.Exchange(ref _stream, null);
        _turn.Release();
        if (_ownsStream && stream is not null)
            await stream.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _turn.Wait(CancellationToken.None);
        _isDisposed = true;
        Stream? stream = Interlocked.Exchange(ref _stream, null);
        _turn.Release();
        if (_ownsStream)
            stream?.Dispose();
    }
}
