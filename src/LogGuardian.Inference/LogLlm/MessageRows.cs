using System.Buffers;

namespace LogGuardian.Inference;

/// <summary>The rows that the decoder reads of messages: encoded and projected once, and kept by the message's key. Safe for concurrent callers.</summary>
internal sealed class MessageRows(IMessageEncoder encoder, MessageProjector projector, int capacity)
{
    private readonly VectorCache _cache = new(capacity, projector.Outputs);

    /// <summary>Numbers of a row.</summary>
    public int Width => projector.Outputs;

    /// <summary>Reads the rows of messages.</summary>
    /// <param name="logs">The messages.</param>
    /// <param name="rows">Receives the rows, one after the other.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public ValueTask ReadAsync(ReadOnlyMemory<ParsedLog> logs, Memory<float> rows, CancellationToken cancellationToken)
    {
        List<int>? missing = null;
        ReadOnlySpan<ParsedLog> all = logs.Span;
        for (int i = 0; i < all.Length; i++)
        {
            if (!_cache.TryGet(encoder.KeyOf(all[i]), rows.Span.Slice(i * Width, Width)))
            {
                (missing ??= []).Add(i);
            }
        }

        return missing is null ? default : EncodeAsync(logs, rows, missing, cancellationToken);
    }

    private async ValueTask EncodeAsync(ReadOnlyMemory<ParsedLog> logs, Memory<float> rows, List<int> missing, CancellationToken cancellationToken)
    {
        List<List<int>> places = PlacesOfEach(logs.Span, missing);
        ParsedLog[] messages = [.. places.Select(same => logs.Span[same[0]])];
        float[] vectors = ArrayPool<float>.Shared.Rent(messages.Length * projector.Inputs);
        try
        {
            Memory<float> used = vectors.AsMemory(0, messages.Length * projector.Inputs);
            await encoder.EncodeAsync(messages, used, cancellationToken).ConfigureAwait(false);
            projector.Project(
                used.Span,
                (message, row) =>
                {
                    _cache.Set(encoder.KeyOf(messages[message]), row);
                    foreach (int place in places[message])
                    {
                        row.CopyTo(rows.Span.Slice(place * Width, Width));
                    }
                },
                cancellationToken);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(vectors);
        }
    }

    private List<List<int>> PlacesOfEach(ReadOnlySpan<ParsedLog> logs, List<int> missing)
    {
        var seen = new Dictionary<UInt128, List<int>>();
        List<List<int>> places = [];
        foreach (int i in missing)
        {
            UInt128 key = encoder.KeyOf(logs[i]);
            if (!seen.TryGetValue(key, out List<int>? same))
            {
                seen[key] = same = [];
                places.Add(same);
            }

            same.Add(i);
        }

        return places;
    }
}
