using System.Runtime.InteropServices;
using System.Text.Json;

namespace LogGuardian.Core;

/// <content>The vectors as they are kept.</content>
internal sealed partial class NearestVectors
{
    // Half precision leaves less than this of a length of 1.
    private const double LengthMargin = 0.01;

    /// <summary>Writes the vectors and when they were used; their tags are the caller's.</summary>
    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("used");
        foreach (long used in _used.AsSpan(0, Count))
        {
            writer.WriteNumberValue(used);
        }

        writer.WriteEndArray();
        var halves = new Half[Count * Dimension];
        for (int row = 0; row < Count; row++)
        {
            for (int i = 0; i < Dimension; i++)
            {
                halves[(row * Dimension) + i] = (Half)_rows[(row * _stride) + i];
            }
        }

        writer.WriteBase64String("vectors", Bytes(halves));
        writer.WriteEndObject();
    }

    /// <summary>Holds saved vectors instead of its own.</summary>
    /// <param name="saved">What was saved.</param>
    /// <param name="tags">The tags of each vector.</param>
    /// <exception cref="JsonException">The vectors are damaged, or there are not as many as tags, or more than there is room for.</exception>
    public void Load(JsonElement saved, ReadOnlySpan<uint> tags)
    {
        Half[] halves = Halves(saved.GetProperty("vectors").GetBytesFromBase64());
        long[] used = [.. saved.GetProperty("used").EnumerateArray().Select(number => number.GetInt64())];
        if (tags.Length > _capacity || used.Length != tags.Length || halves.Length != tags.Length * Dimension)
        {
            throw new JsonException(FormattableString.Invariant(
                $"There are {halves.Length} numbers of vectors; there must be {Dimension} for each of {tags.Length}, and at most {_capacity} vectors. Learn again."));
        }

        var vectors = new NearestVectors(Dimension, _capacity);
        float[] vector = new float[Dimension];
        for (int row = 0; row < tags.Length; row++)
        {
            for (int i = 0; i < Dimension; i++)
            {
                vector[i] = (float)halves[(row * Dimension) + i];
            }

            if (!(Math.Abs(LengthOf(vector) - 1) <= LengthMargin))
            {
                throw new JsonException(FormattableString.Invariant($"Vector {row} has the length {LengthOf(vector)}; it must be 1. Learn again."));
            }

            vectors.Add(vector, tags[row]);
        }

        used.CopyTo(vectors._used, 0);
        vectors._clock = used.Length == 0 ? 0 : used.Max();
        (_rows, _codes, _tags, _used) = (vectors._rows, vectors._codes, vectors._tags, vectors._used);
        (_scales, _errors, _sums) = (vectors._scales, vectors._errors, vectors._sums);
        (Count, _clock, _longest) = (vectors.Count, vectors._clock, vectors._longest);
    }

    // A state is the same on every machine.
    private static byte[] Bytes(Half[] halves)
    {
        byte[] bytes = MemoryMarshal.AsBytes<Half>(halves).ToArray();
        return BitConverter.IsLittleEndian ? bytes : Reversed(bytes);
    }

    private static Half[] Halves(byte[] bytes) => [.. MemoryMarshal.Cast<byte, Half>(BitConverter.IsLittleEndian ? bytes : Reversed(bytes))];

    private static byte[] Reversed(byte[] bytes)
    {
        for (int i = 0; i + 1 < bytes.Length; i += 2)
        {
            (bytes[i], bytes[i + 1]) = (bytes[i + 1], bytes[i]);
        }

        return bytes;
    }
}
