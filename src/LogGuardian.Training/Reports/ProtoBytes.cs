using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace LogGuardian.Training;

/// <summary>Fields of a message of Protocol Buffers, as far as events need them.</summary>
internal sealed class ProtoBytes
{
    private readonly ArrayBufferWriter<byte> _bytes = new(64);

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Clear() => _bytes.ResetWrittenCount();

    public void Number(int field, long value)
    {
        Variable((uint)field << 3);
        Variable((ulong)value);
    }

    public void Double(int field, double value)
    {
        Variable(((uint)field << 3) | 1);
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    public void Single(int field, float value)
    {
        Variable(((uint)field << 3) | 5);
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Variable(((uint)field << 3) | 2);
        Variable((ulong)value.Length);
        _bytes.Write(value);
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    private void Variable(ulong value)
    {
        Span<byte> bytes = _bytes.GetSpan(10);
        int length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            bytes[length++] = (byte)(value | 0x80);
        }

        bytes[length++] = (byte)value;
        _bytes.Advance(length);
    }
}
