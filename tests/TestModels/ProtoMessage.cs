using System.Runtime.InteropServices;
using System.Text;

namespace LogGuardian.TestModels;

/// <summary>A protobuf message that is being written: fields in the order of the calls.</summary>
public sealed class ProtoMessage
{
    private readonly List<byte> _bytes = [];

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
        _bytes.AddRange(BitConverter.GetBytes(value));
        return this;
    }

    /// <summary>Adds bytes.</summary>
    public ProtoMessage Add(int field, ReadOnlySpan<byte> value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    /// <summary>Adds text.</summary>
    public ProtoMessage Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Adds a message.</summary>
    public ProtoMessage Add(int field, ProtoMessage value) => Add(field, CollectionsMarshal.AsSpan(value._bytes));

    /// <summary>Adds a message for each item.</summary>
    public ProtoMessage AddEach<T>(int field, IEnumerable<T> items, Func<T, ProtoMessage> write)
    {
        foreach (T item in items)
        {
            Add(field, write(item));
        }

        return this;
    }

    /// <summary>The message.</summary>
    public byte[] ToArray() => [.. _bytes];

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }

        _bytes.Add((byte)value);
    }
}
