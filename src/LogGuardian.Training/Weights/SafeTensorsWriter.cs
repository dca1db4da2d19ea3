using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LogGuardian.Training;

/// <summary>Writes safetensors files. Equal weights make equal bytes.</summary>
internal static class SafeTensorsWriter
{
    private const int Alignment = 8;
    private const int BufferNumbers = 1 << 18;

    /// <summary>Writes a file at once: whoever reads it finds all of it, or what was there before.</summary>
    /// <returns>The bytes of all tensors.</returns>
    /// <exception cref="ArgumentException">A tensor is not what its shape says, or is out of the range of the kind.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static long Write(string path, IReadOnlyDictionary<string, Weight> weights, TensorKind kind, IReadOnlyDictionary<string, string>? metadata = null)
    {
        KeyValuePair<string, Weight>[] tensors = [.. weights.OrderBy(weight => weight.Key, StringComparer.Ordinal)];
        ReadOnlyMemory<byte> header = Header(tensors, kind, metadata);
        long written = 0;
        AtomicFile.Write(path, file =>
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            file.Write(length);
            file.Write(header.Span);
            byte[] buffer = new byte[BufferNumbers * TensorNumbers.Size(kind)];
            foreach ((string name, Weight weight) in tensors)
            {
                written += Write(file, name, weight.Values, kind, buffer);
            }
        });
        return written;
    }

    /// <summary>The bytes of a tensor.</summary>
    /// <exception cref="ArgumentException">Its values are not as many as its shape says.</exception>
    public static long Bytes(string name, Weight weight, TensorKind kind)
    {
        long count = weight.Shape.Aggregate(1L, (product, dimension) => checked(product * dimension));
        return count == weight.Values.LongLength
            ? count * TensorNumbers.Size(kind)
            : throw new ArgumentException(FormattableString.Invariant($"The tensor '{name}' has {weight.Values.Length} values; its shape [{string.Join(", ", weight.Shape)}] must have as many."), nameof(weight));
    }

    private static ReadOnlyMemory<byte> Header(KeyValuePair<string, Weight>[] tensors, TensorKind kind, IReadOnlyDictionary<string, string>? metadata)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        if (metadata is not null)
        {
            json.WriteStartObject(SafeTensorsHeader.MetadataName);
            foreach ((string name, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        long end = 0;
        foreach ((string name, Weight weight) in tensors)
        {
            if (name == SafeTensorsHeader.MetadataName)
            {
                throw new ArgumentException($"A tensor has the name {name}, which the format keeps for itself. Give it another.", nameof(tensors));
            }

            json.WriteStartObject(name);
            json.WriteString("dtype", TensorNumbers.Name(kind));
            json.WriteStartArray("shape");
            foreach (long dimension in weight.Shape)
            {
                json.WriteNumberValue(dimension);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(end);
            json.WriteNumberValue(end += Bytes(name, weight, kind));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();

        // Numbers then lie where their width divides the place, as whoever maps the file wants it.
        int spaces = (Alignment - (bytes.WrittenCount % Alignment)) % Alignment;
        bytes.Write("        "u8[..spaces]);
        return bytes.WrittenCount <= SafeTensorsHeader.MostBytes
            ? bytes.WrittenMemory
            : throw new ArgumentException($"The header has {bytes.WrittenCount} bytes; at most {SafeTensorsHeader.MostBytes} can be read. Write the tensors to several files.", nameof(tensors));
    }

    private static long Write(Stream file, string name, float[] values, TensorKind kind, byte[] buffer)
    {
        int size = TensorNumbers.Size(kind);
        for (int done = 0; done < values.Length;)
        {
            int count = Math.Min(values.Length - done, BufferNumbers);
            Span<byte> bytes = buffer.AsSpan(0, count * size);
            if (!TensorNumbers.Write(kind, values.AsSpan(done, count), bytes))
            {
                throw new ArgumentException($"The tensor '{name}' has a number beyond what {kind} can hold. Write F32.", nameof(values));
            }

            file.Write(bytes);
            done += count;
        }

        return (long)values.Length * size;
    }
}
