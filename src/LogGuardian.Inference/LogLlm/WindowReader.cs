using System.Collections.Concurrent;

namespace LogGuardian.Inference;

/// <summary>Has the decoder read windows of messages, some at a time. Safe for concurrent callers.</summary>
internal sealed class WindowReader : IDisposable
{
    private const int MostWindows = 8;
    private readonly ModelLease _lease;
    private readonly DecoderLayout _layout;
    private readonly BundleManifest _manifest;
    private readonly PromptRows _prompt;
    private readonly ConcurrentBag<DecoderWorker> _idle = [];
    private readonly SemaphoreSlim _workers;

    /// <summary>Loads the decoder, and has it read the longest window once.</summary>
    /// <exception cref="InvalidDataException">The decoder is not what the manifest says.</exception>
    public WindowReader(ModelBundle bundle, int workers)
    {
        _manifest = bundle.Manifest;
        string file = _manifest.Decoder!.File;
        _prompt = PromptRows.Read(bundle);
        _workers = new SemaphoreSlim(workers);
        _lease = bundle.OpenModel(file);
        try
        {
            _layout = DecoderLayout.Read(_manifest.Decoder, _lease.Session.Inner);

            // Where the scale of whole numbers depends on all that is read at once, a window is read alone.
            AtOnce = _layout.IsBatch && !OnnxReader.Read(bundle.PathOf(file)).DependsOnBatch ? MostWindows : 1;
            Probe(file);
        }
        catch (Exception)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The most windows that are read at once.</summary>
    public int AtOnce { get; }

    /// <summary>The most messages of a window.</summary>
    public int MaxMessages => _manifest.Window.MaxMessages;

    /// <summary>Reads windows, see <see cref="DecoderWorker.Run"/>.</summary>
    public async ValueTask ReadAsync(ReadOnlyMemory<float> messages, int count, Memory<float> logOdds, CancellationToken cancellationToken)
    {
        await _workers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_idle.TryTake(out DecoderWorker? worker))
            {
                worker = new DecoderWorker(_lease.Session, _layout, _manifest, _prompt, AtOnce);
            }

            try
            {
                worker.Run(messages.Span, count, logOdds.Span, cancellationToken);
            }
            finally
            {
                _idle.Add(worker);
            }
        }
        finally
        {
            _workers.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out DecoderWorker? worker))
        {
            worker.Dispose();
        }

        _workers.Dispose();
        _lease.Dispose();
    }

    /// <summary>A table of positions that is too short, too little memory or another vocabulary would fail on some window, some day.</summary>
    private void Probe(string file)
    {
        var worker = new DecoderWorker(_lease.Session, _layout, _manifest, _prompt, AtOnce);
        _idle.Add(worker);
        float[] messages = new float[MaxMessages * _manifest.Decoder!.Hidden];
        try
        {
            worker.Run(messages, MaxMessages, new float[1], CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException(
                FormattableString.Invariant($"{file}: it cannot read a window of {MaxMessages} messages, which window.maxMessages says: {e.Message}"), e);
        }
    }
}
