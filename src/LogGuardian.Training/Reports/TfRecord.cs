using System.Buffers.Binary;
using System.Numerics;

namespace LogGuardian.Training;

/// <summary>The frame of a record in TensorFlow's record files: length, its checksum, the record, its checksum.</summary>
internal static class TfRecord
{
    private const uint MaskDelta = 0xA282EAD8;

    public static void Write(Stream output, ReadOnlySpan<byte> record)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(head, record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], MaskedChecksum(head[..8]));
        output.Write(head);
        output.Write(record);
        BinaryPrimitives.WriteUInt32LittleEndian(head, MaskedChecksum(record));
        output.Write(head[..4]);
    }

    /// <summary>CRC-32C, turned and shifted so that checksums of checksums stay apart.</summary>
    internal static uint MaskedChecksum(ReadOnlySpan<byte> bytes)
    {
        uint checksum = uint.MaxValue;
        foreach (byte b in bytes)
        {
            checksum = BitOperations.Crc32C(checksum, b);
        }

        return BitOperations.RotateRight(~checksum, 15) + MaskDelta;
    }
}
