using System.Diagnostics.Metrics;

namespace LogGuardian.Inference;

/// <summary>What an encoder counts, and its instruments of the meter <c>LogGuardian</c>.</summary>
internal sealed class EncoderMetrics : IDisposable
{
    private const string ModelAttribute = "logguardian.model";
    private const string ResultAttribute = "logguardian.encoder.result";
    private readonly Meter? _own;
    private readonly Func<int> _cached;
    private long _messages;
    private long _hits;
    private long _joined;
    private long _encoded;
    private long _tokens;
    private long _batches;
    private volatile bool _isDisposed;

    /// <summary>Makes the instruments.</summary>
    /// <param name="factory">Of the host, which owns the meter then.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="cached">How many vectors are kept.</param>
    public EncoderMetrics(IMeterFactory? factory, string model, Func<int> cached)
    {
        _cached = cached;
        var attribute = new KeyValuePair<string, object?>(ModelAttribute, model);
        Meter meter = factory?.Create(PipelineMetrics.MeterName) ?? (_own = new Meter(PipelineMetrics.MeterName));
        Measurement<long> Of(long value, string result) => new(value, attribute, new(ResultAttribute, result));
        meter.CreateObservableCounter<long>(
            "logguardian.encoder.messages",
            () => IfUsed(Of(Volatile.Read(ref _hits), "cached"), Of(Volatile.Read(ref _joined), "joined"), Of(Volatile.Read(ref _encoded), "encoded")),
            "{message}",
            "Messages that an encoder gave vectors for, by where those came from.");
        meter.CreateObservableCounter<long>(
            "logguardian.encoder.batches", () => IfUsed(new Measurement<long>(Volatile.Read(ref _batches), attribute)), "{batch}", "Runs of an encoder's model.");
        meter.CreateObservableUpDownCounter<long>(
            "logguardian.encoder.cache.size", () => IfUsed(new Measurement<long>(_cached(), attribute)), "{vector}", "Vectors that an encoder keeps.");
    }

    public void Asked(int messages, int hits, int joined)
    {
        Interlocked.Add(ref _messages, messages);
        Interlocked.Add(ref _hits, hits);
        Interlocked.Add(ref _joined, joined);
    }

    public void Encoded(int tokens)
    {
        Interlocked.Increment(ref _encoded);
        Interlocked.Add(ref _tokens, tokens);
    }

    public void Ran() => Interlocked.Increment(ref _batches);

    public EncoderCounts Read() => new()
    {
        Messages = Volatile.Read(ref _messages),
        Hits = Volatile.Read(ref _hits),
        Joined = Volatile.Read(ref _joined),
        Encoded = Volatile.Read(ref _encoded),
        Tokens = Volatile.Read(ref _tokens),
        Batches = Volatile.Read(ref _batches),
        Cached = _cached(),
    };

    public void Dispose()
    {
        _isDisposed = true;
        _own?.Dispose();
    }

    // A factory's meter keeps its instruments; those of an encoder that is gone say nothing any more.
    private Measurement<long>[] IfUsed(params Measurement<long>[] measurements) => _isDisposed ? [] : measurements;
}
