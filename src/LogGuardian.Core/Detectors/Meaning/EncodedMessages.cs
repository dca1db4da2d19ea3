using System.Runtime.InteropServices;

namespace LogGuardian.Core;

/// <summary>An encoder, and the vectors that it made lately: a line is judged by one detector, and learned later by others. Safe for concurrent callers.</summary>
/// <param name="encoder">The encoder.</param>
/// <param name="isOwned">Whether it is disposed with this.</param>
internal sealed class EncodedMessages(IMessageEncoder encoder, bool isOwned) : IDisposable
{
    /// <summary>The most numbers of a vector.</summary>
    private const int MaxDimension = 65_536;

    private const int MaxKept = 4_096;

    // Half precision and the encoder's own arithmetic leave less than this of a length of 1.
    private const double LengthMargin = 0.005;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, float[]> _vectors = [];

    public string Identity => encoder.Identity;

    public int Dimension { get; } = encoder.Dimension is >= 1 and <= MaxDimension
        ? encoder.Dimension
        : throw new ArgumentException(
            FormattableString.Invariant($"The encoder '{encoder.Identity}' has dimension {encoder.Dimension}; it must be 1 to {MaxDimension}. Pass an encoder whose vectors have so many numbers."),
            nameof(encoder));

    public UInt128 KeyOf(in ParsedLog log) => encoder.KeyOf(log);

    /// <summary>The different messages of a window, in the order in which they came.</summary>
    public List<WindowMessage> MessagesOf(LogWindow window)
    {
        var messages = new List<WindowMessage>();
        var places = new Dictionary<UInt128, int>();
        foreach (ref readonly ParsedLog log in window.Lines.Span)
        {
            UInt128 key = encoder.KeyOf(log);
            ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, key, out bool known);
            if (known)
            {
                messages[place].Add(log);
            }
            else
            {
                place = messages.Count;
                messages.Add(new WindowMessage(key, log));
            }
        }

        return messages;
    }

    /// <summary>Gives messages the vectors that were made lately.</summary>
    /// <returns>Whether all have one.</returns>
    public bool TryFill(IReadOnlyList<WindowMessage> messages)
    {
        bool all = true;
        lock (_gate)
        {
            foreach (WindowMessage message in messages)
            {
                message.Vector ??= _vectors.GetValueOrDefault(message.Key);
                all &= message.Vector is not null;
            }
        }

        return all;
    }

    /// <summary>Gives messages their vectors.</summary>
    /// <exception cref="InvalidOperationException">The encoder gave a vector whose length is not 1.</exception>
    public async ValueTask EncodeAsync(IReadOnlyList<WindowMessage> messages, CancellationToken cancellationToken)
    {
        if (TryFill(messages))
        {
            return;
        }

        WindowMessage[] missing = [.. messages.Where(message => message.Vector is null).DistinctBy(message => message.Key)];
        float[] vectors = new float[missing.Length * Dimension];
        await encoder.EncodeAsync(Array.ConvertAll(missing, message => message.Log), vectors, cancellationToken).ConfigureAwait(false);
        var made = new Dictionary<UInt128, float[]>();
        for (int i = 0; i < missing.Length; i++)
        {
            made.Add(missing[i].Key, Checked(vectors.AsSpan(i * Dimension, Dimension), missing[i]));
        }

        lock (_gate)
        {
            if (_vectors.Count + made.Count > MaxKept)
            {
                _vectors.Clear();
            }

            foreach ((UInt128 key, float[] vector) in made.Take(MaxKept))
            {
                _vectors[key] = vector;
            }
        }

        foreach (WindowMessage message in messages)
        {
            message.Vector ??= made[message.Key];
        }
    }

    public void Dispose()
    {
        if (isOwned)
        {
            (encoder as IDisposable)?.Dispose();
        }
    }

    private float[] Checked(ReadOnlySpan<float> vector, WindowMessage message)
    {
        double length = Math.Sqrt(System.Numerics.Tensors.TensorPrimitives.SumOfSquares(vector));
        return Math.Abs(length - 1) <= LengthMargin
            ? vector.ToArray()
            : throw new InvalidOperationException(FormattableString.Invariant(
                $"The encoder '{Identity}' gave \"{LogText.Printable(message.Log.ToString(), 80)}\" a vector of length {length}; it must be 1. Divide vectors by their length."));
    }
}
