using System.Buffers;
using System.Text;

namespace LogGuardian.Training;

/// <summary>
/// A protobuf message that is being written: fields in the order of the calls. Large fields are not held but written when the message is: a model is never twice in memory.
/// </summary>
internal sealed class ProtoMessage
{
    private readonly List<(ReadOnlyMemory<byte> Bytes, Action<Stream>? Write)> _parts = [];
    private ArrayBufferWriter<byte> _bytes = new();
    private long _partsLength;

    /// <summary>Its bytes.</summary>
    public long Length => _partsLength + _bytes.WrittenCount;

    /// <summary>Adds a whole number.</summary>
    public ProtoMessage Add(int field, long value)
    {
        Varint((ulong)field << 3);
        Varint((ulong)value);
        return this;
    }

    /// <summary>Adds a number of four bytes.</summary>
    public ProtoMessage Add(int field, float value)
    {
        Varint(((ulong)field << 3) | 5);
        _bytes.Write(BitConverter.GetBytes(value));
        return this;
    }

    /// <summary>Adds bytes.</summary>
    public ProtoMessage Add(int field, ReadOnlySpan<byte> value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>Adds text.</summary>
    public ProtoMessage Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Adds bytes that are made when the message is written.</summary>
    /// <param name="field">The field.</param>
    /// <param name="length">How many.</param>
    /// <param name="write">Writes exactly so many.</param>
    public ProtoMessage Add(int field, long length, Action<Stream> write)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)length);
        Close();
        _parts.Add((default, write));
        _partsLength += length;
        return this;
    }

    /// <summary>Adds a message, which must not change afterwards.</summary>
    public ProtoMessage Add(int field, ProtoMessage value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        return Append(value);
    }

    /// <summary>Adds the fields of a message, which must not change afterwards.</summary>
    public ProtoMessage Append(ProtoMessage value)
    {
        if (value._parts.Count > 0)
        {
            Close();
            _parts.AddRange(value._parts);
            _partsLength += value._partsLength;
        }

        _bytes.Write(value._bytes.WrittenSpan);
        return this;
    }

    /// <summary>Adds a message for each item.</summary>
    public ProtoMessage AddEach<T>(int field, IEnumerable<T> items, Func<T, ProtoMessage> write)
    {
        foreach (T item in items)
        {
            Add(field, write(item));
        }

        return this;
    }

    /// <summary>Writes the message.</summary>
    public void Write(Stream stream)
    {
        foreach ((ReadOnlyMemory<byte> bytes, Action<Stream>? write) in _parts)
        {
            if (write is null)
            {
                stream.Write(bytes.Span);
            }
            else
            {
                write(stream);
            }
        }

        stream.Write(_bytes.WrittenSpan);
    }

    /// <summary>The message, where it is small.</summary>
    public byte[] ToArray()
    {
        using var stream = new MemoryStream(checked((int)Length));
        Write(stream);
        return stream.ToArray();
    }

    /// <summary>Makes a part of what was written so far, so that what is written next comes after it.</summary>
    private void Close()
    {
        if (_bytes.WrittenCount > 0)
        {
            _parts.Add((_bytes.WrittenMemory, null));
            _partsLength += _bytes.WrittenCount;
            _bytes = new ArrayBufferWriter<byte>();
        }
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Write([(byte)(value | 0x80)]);
        }

        _bytes.Write([(byte)value]);
    }
}
