using System.Buffers;
using System.Text;

namespace LogGuardian.Inference;

/// <summary>Reads protocol buffers off a stream field by field, and steps over what nobody asks for.</summary>
internal sealed class ProtoReader(Stream stream)
{
    private const int MostText = 4096;
    private const int LongestVarint = 10;
    private readonly byte[] _text = new byte[MostText];

    public long Position { get; private set; }

    /// <summary>The next field and how it is written.</summary>
    public (int Field, int Wire) Tag()
    {
        ulong tag = Varint();
        return tag >> 3 is > 0 and <= int.MaxValue ? ((int)(tag >> 3), (int)(tag & 7)) : throw Damaged("a field has no number");
    }

    public ulong Varint()
    {
        ulong value = 0;
        for (int i = 0; i < LongestVarint; i++)
        {
            int next = stream.ReadByte();
            if (next < 0)
            {
                throw Damaged("it ends within a number");
            }

            Position++;
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged("a number does not end");
    }

    /// <summary>The position after the length-delimited field that begins here.</summary>
    public long End(long limit)
    {
        ulong length = Varint();
        return length <= (ulong)Math.Max(0, limit - Position) ? Position + (long)length : throw Damaged("a field is longer than what it is part of");
    }

    public void Skip(int wire, long limit)
    {
        switch (wire)
        {
            case 0:
                Varint();
                return;
            case 1:
                SkipTo(Within(Position + sizeof(ulong), limit));
                return;
            case 2:
                SkipTo(End(limit));
                return;
            case 5:
                SkipTo(Within(Position + sizeof(uint), limit));
                return;
            default:
                throw Damaged("a field is written in no known way");
        }
    }

    public string Text(long end)
    {
        int length = end - Position <= MostText ? (int)(end - Position) : throw Damaged("a name is longer than 4,096 bytes");
        stream.ReadExactly(_text, 0, length);
        Position += length;
        return Encoding.UTF8.GetString(_text, 0, length);
    }

    public static InvalidDataException Damaged(string how) => new($"It is not an ONNX model, or damaged: {how}.");

    private static long Within(long position, long limit) => position <= limit ? position : throw Damaged("a field is longer than what it is part of");

    public void SkipTo(long position)
    {
        // A seek empties the buffer of a file, which the many small fields of a graph then pay for.
        const int Near = 512;
        if (position - Position <= Near)
        {
            byte[] rented = ArrayPool<byte>.Shared.Rent(Near);
            stream.ReadExactly(rented, 0, (int)(position - Position));
            ArrayPool<byte>.Shared.Return(rented);
        }
        else
        {
            stream.Seek(position - Position, SeekOrigin.Current);
        }

        Position = position;
    }
}
