using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace LogGuardian.Inference;

/// <summary>An encoder with its cache, for all who asked their bundle for the same one.</summary>
internal sealed class SharedEncoder : IDisposable
{
    private readonly ModelLease _lease;
    private readonly MessageText _text;
    private readonly Tokenizer _tokenizer;
    private readonly EncoderQueue _queue;
    private readonly EncoderMetrics _metrics;

    /// <summary>Makes an encoder, and lets it encode once.</summary>
    /// <exception cref="InvalidDataException">The encoder is not what the manifest says.</exception>
    public SharedEncoder(ModelBundle bundle, EncoderLayout layout, EncoderOptions options, bool normalize)
    {
        BundleManifest manifest = bundle.Manifest;
        BundleMessage message = manifest.Message;
        Dimension = manifest.Encoder.Dimension;
        Identity = Identify(manifest, normalize);
        Cache = new VectorCache(options.MaxCached, Dimension);
        _text = new MessageText(message.Masks, message.Level, message.Component, message.Prefix);
        _tokenizer = bundle.Tokenizer;
        _lease = bundle.OpenModel(manifest.Encoder.File);
        int mostTokens = manifest.Tokenizer.MaxTokens;
        int batchTokens = layout.Alone ? mostTokens : Math.Max(mostTokens, options.MaxBatchTokens);
        try
        {
            Try(new EncoderWorker(_lease.Session, layout, manifest.Encoder, normalize, mostTokens));
        }
        catch (Exception)
        {
            _lease.Dispose();
            throw;
        }

        var workers = Enumerable.Range(0, options.Workers).Select(_ => new EncoderWorker(_lease.Session, layout, manifest.Encoder, normalize, batchTokens));
        _metrics = new EncoderMetrics(options.MeterFactory, manifest.Name, () => Cache.Count);
        _queue = new EncoderQueue(workers, options.MaxWait, () => new EncoderTicket(mostTokens, Dimension), Keep, _metrics.Ran);

        void Try(EncoderWorker worker)
        {
            using (worker)
            {
                Probe(worker, manifest, mostTokens);
            }
        }
    }

    public VectorCache Cache { get; }

    public int Dimension { get; }

    public string Identity { get; }

    public EncoderCounts Counts => _metrics.Read();

    public UInt128 KeyOf(in ParsedLog log) => _text.KeyOf(log);

    /// <summary>See <see cref="IMessageEncoder.EncodeAsync"/>.</summary>
    public ValueTask EncodeAsync(ReadOnlyMemory<ParsedLog> logs, Memory<float> vectors, CancellationToken cancellationToken)
    {
        int kept = CountKept(logs.Span, vectors.Span);
        _metrics.Asked(kept, kept, joined: 0);
        return kept == logs.Length ? default : EncodeMissesAsync(logs[kept..], vectors[(kept * Dimension)..], cancellationToken);
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _queue.Dispose();
        _lease.Dispose();
    }

    private static string Identify(BundleManifest manifest, bool normalize)
    {
        BundleEncoder encoder = manifest.Encoder;
        BundleTokenizer tokenizer = manifest.Tokenizer;
        FormattableString all =
            $"1 {manifest.Files[encoder.File].Sha256} {manifest.Files[tokenizer.File].Sha256} {tokenizer.Kind} {tokenizer.Lowercase} {tokenizer.MaxTokens} {encoder.Pooling} {encoder.Output} {normalize} {manifest.Message}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant(all).ToLowerInvariant()))[..16]);
    }

    /// <summary>Encodes the last token of the vocabulary: a table of words that is too short would fail on some line, some day.</summary>
    private void Probe(EncoderWorker worker, BundleManifest manifest, int mostTokens)
    {
        var ticket = new EncoderTicket(mostTokens, Dimension) { Length = 1 };
        ticket.Ids[0] = _tokenizer.Count - 1;
        worker.Begin();
        worker.TryAdd(ticket);
        try
        {
            worker.Run();
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException(
                FormattableString.Invariant(
                    $"{manifest.Encoder.File}: it cannot encode the token {_tokenizer.Count - 1}, the last of {manifest.Tokenizer.File}; every token must have a row, and the output {manifest.Encoder.Dimension} numbers for each. Use the vocabulary that the model was trained with. {e.Message}"),
                e);
        }
    }

    private int CountKept(ReadOnlySpan<ParsedLog> logs, Span<float> vectors)
    {
        for (int i = 0; i < logs.Length; i++)
        {
            if (!Cache.TryGet(_text.KeyOf(logs[i]), vectors.Slice(i * Dimension, Dimension)))
            {
                return i;
            }
        }

        return logs.Length;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EncodeMissesAsync(ReadOnlyMemory<ParsedLog> logs, Memory<float> vectors, CancellationToken cancellationToken)
    {
        for (int from = 0; from < logs.Length;)
        {
            EncoderCall call = _queue.Begin();
            try
            {
                try
                {
                    from = Gather(call, logs.Span, vectors.Span, from);
                }
                finally
                {
                    _queue.Arrived();
                }

                await _queue.RunAsync(call, cancellationToken).ConfigureAwait(false);
                Copy(call, vectors.Span);
            }
            finally
            {
                _queue.End(call);
            }
        }
    }

    private int Gather(EncoderCall call, ReadOnlySpan<ParsedLog> logs, Span<float> vectors, int from)
    {
        int hits = 0;
        int joined = 0;
        int index = from;
        for (; index < logs.Length && call.Tickets.Count < EncoderQueue.MaxPending; index++)
        {
            ref readonly ParsedLog log = ref logs[index];
            UInt128 key = _text.KeyOf(log);
            if (Cache.TryGet(key, vectors.Slice(index * Dimension, Dimension)))
            {
                hits++;
            }
            else if (_queue.TryJoin(call, index, key) || !_queue.Add(call, index, Read(call, key, log)))
            {
                joined++;
            }
        }

        _metrics.Asked(index - from, hits, joined);
        return index;
    }

    private EncoderTicket Read(EncoderCall call, UInt128 key, in ParsedLog log)
    {
        call.Text.ResetWrittenCount();
        _text.Write(log, call.Text);
        EncoderTicket ticket = _queue.Rent();
        ticket.Key = key;
        ticket.Length = _tokenizer.Encode(call.Text.WrittenSpan, ticket.Ids);
        return ticket;
    }

    private void Copy(EncoderCall call, Span<float> vectors)
    {
        foreach ((int index, EncoderTicket ticket) in call.Misses)
        {
            if (ticket.Error is { } error)
            {
                throw error is ObjectDisposedException ? new ObjectDisposedException(nameof(MessageEncoder)) : new InvalidOperationException(error.Message, error);
            }

            ticket.Vector.CopyTo(vectors.Slice(index * Dimension, Dimension));
        }
    }

    private void Keep(EncoderTicket ticket)
    {
        Cache.Set(ticket.Key, ticket.Vector);
        _metrics.Encoded(ticket.Length);
    }
}
