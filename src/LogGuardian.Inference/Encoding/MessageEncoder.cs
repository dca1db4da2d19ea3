namespace LogGuardian.Inference;

/// <summary>
/// Encodes messages with the encoder of a <see cref="ModelBundle"/>, and keeps their vectors: the one used least recently leaves first. Equal messages are encoded once, whoever asks.
/// The model runs on the thread of a caller. Safe for concurrent callers.
/// </summary>
public sealed class MessageEncoder : IMessageEncoder, IDisposable
{
    private readonly SharedEncoder _shared;
    private Action? _leave;

    internal MessageEncoder(SharedEncoder shared, Action leave)
    {
        _shared = shared;
        _leave = leave;
    }

    /// <inheritdoc/>
    public string Identity => _shared.Identity;

    /// <inheritdoc/>
    public int Dimension => _shared.Dimension;

    /// <summary>What the encoder did so far, for all who share it.</summary>
    public EncoderCounts Counts => _shared.Counts;

    /// <inheritdoc/>
    public UInt128 KeyOf(in ParsedLog log) => _shared.KeyOf(log);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The model failed.</exception>
    public ValueTask EncodeAsync(ReadOnlyMemory<ParsedLog> logs, Memory<float> vectors, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_leave is null, this);
        if (vectors.Length < (long)logs.Length * Dimension)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"There is room for {vectors.Length} numbers; {logs.Length} messages need {(long)logs.Length * Dimension}, {Dimension} for each."), nameof(vectors));
        }

        return _shared.EncodeAsync(logs, vectors, cancellationToken);
    }

    /// <summary>Writes the vectors that are kept, so that a restart does not begin with an empty cache.</summary>
    /// <param name="stream">Where to.</param>
    public void SaveCache(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CacheFile.Save(_shared.Cache, Identity, Dimension, stream);
    }

    /// <summary>Takes vectors over that <see cref="SaveCache"/> wrote; all or none.</summary>
    /// <param name="stream">Where from.</param>
    /// <exception cref="InvalidDataException">It is not a cache, damaged, or of an encoder with another <see cref="Identity"/>.</exception>
    public void LoadCache(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CacheFile.Load(_shared.Cache, Identity, Dimension, stream);
    }

    /// <summary>Lets the encoder go; the last of those who share it closes it. Calls under way end as they would.</summary>
    public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
}
