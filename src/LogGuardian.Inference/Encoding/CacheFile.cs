using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace LogGuardian.Inference;

/// <summary>
/// Vectors of an encoder as bytes: <c>LGVC</c>, version, identity, dimension and number, then key and vector of each, the one used least recently first, then XxHash64 of all that. Little-endian.
/// </summary>
internal static class CacheFile
{
    private const int Version = 1;
    private const int IdentityBytes = 32;
    private const int HeadBytes = 4 + 4 + IdentityBytes + 4 + 4;
    private const int KeyBytes = 16;

    public static void Save(VectorCache cache, string identity, int dimension, Stream stream)
    {
        var hash = new XxHash64();
        byte[] entry = new byte[KeyBytes + (dimension * sizeof(float))];
        void Write(ReadOnlySpan<byte> bytes)
        {
            hash.Append(bytes);
            stream.Write(bytes);
        }

        cache.ForEach(
            count => Write(Head(identity, dimension, count)),
            (key, vector) =>
            {
                BinaryPrimitives.WriteUInt128LittleEndian(entry, key);
                MemoryMarshal.AsBytes(vector.Span).CopyTo(entry.AsSpan(KeyBytes));
                Write(entry);
            });
        stream.Write(hash.GetCurrentHash());
    }

    /// <exception cref="InvalidDataException">It is not a cache of this encoder.</exception>
    public static void Load(VectorCache cache, string identity, int dimension, Stream stream)
    {
        var hash = new XxHash64();
        byte[] head = new byte[HeadBytes];
        var entries = new List<byte[]>();
        try
        {
            stream.ReadExactly(head);
            int count = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(HeadBytes - 4));
            Check(head, Head(identity, dimension, count));
            if (count is < 0 or > EncoderOptions.MostCached)
            {
                throw Damaged();
            }

            hash.Append(head);
            for (int i = 0; i < count; i++)
            {
                byte[] entry = new byte[KeyBytes + (dimension * sizeof(float))];
                stream.ReadExactly(entry);
                hash.Append(entry);
                entries.Add(entry);
            }

            byte[] sum = new byte[sizeof(ulong)];
            stream.ReadExactly(sum);
            if (!sum.AsSpan().SequenceEqual(hash.GetCurrentHash()))
            {
                throw Damaged();
            }
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException(Damaged().Message, e);
        }

        foreach (byte[] entry in entries)
        {
            cache.Set(BinaryPrimitives.ReadUInt128LittleEndian(entry), MemoryMarshal.Cast<byte, float>(entry.AsSpan(KeyBytes)));
        }
    }

    private static byte[] Head(string identity, int dimension, int count)
    {
        byte[] head = new byte[HeadBytes];
        "LGVC"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), Version);
        Encoding.ASCII.GetBytes(identity, head.AsSpan(8, IdentityBytes));
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8 + IdentityBytes), dimension);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(HeadBytes - 4), count);
        return head;
    }

    private static void Check(byte[] found, byte[] expected)
    {
        if (!found.AsSpan(0, 8).SequenceEqual(expected.AsSpan(0, 8)))
        {
            throw new InvalidDataException(FormattableString.Invariant($"It is not a cache of vectors of version {Version}. Leave it out: the cache fills itself."));
        }

        if (!found.AsSpan().SequenceEqual(expected))
        {
            string identity = Encoding.ASCII.GetString(found, 8, IdentityBytes);
            throw new InvalidDataException($"The cache is of the encoder '{identity}'; it must be of '{Encoding.ASCII.GetString(expected, 8, IdentityBytes)}', with the same weights and masks. Leave it out: the cache fills itself.");
        }
    }

    private static InvalidDataException Damaged() => new("The cache of vectors is damaged: it ends too early or does not match its checksum. Leave it out: the cache fills itself.");
}
