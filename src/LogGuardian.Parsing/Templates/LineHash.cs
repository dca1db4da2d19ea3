using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Text;

namespace LogGuardian.Parsing;

/// <summary>Hashes of words, masks and whole lines. Those of words and masks are kept in saved states; ids of templates are hashes of their text.</summary>
internal static class LineHash
{
    private const ulong MaskSeed = 0xC2B2AE3D27D4EB4F;
    public const ulong StartOfShape = 0xA0761D6478BD642F;

    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    public static ulong OfWord(ReadOnlySpan<byte> word) => XxHash3.HashToUInt64(word) | 1;

    /// <summary>Where the hash of a line begins: another place in every process.</summary>
    public static ulong Seed { get; } = (ulong)Random.Shared.NextInt64();

    /// <summary>Adds bytes to the hash of a line: 16 bytes a multiplication, as wyhash does it.</summary>
    public static ulong OfBytes(ReadOnlySpan<byte> bytes, ulong hash)
    {
        int length = bytes.Length;
        while (bytes.Length > 16)
        {
            hash = Mix(BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ MaskSeed, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) ^ hash);
            bytes = bytes[16..];
        }

        ulong first = 0;
        ulong last = 0;
        if (bytes.Length >= 8)
        {
            first = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            last = BinaryPrimitives.ReadUInt64LittleEndian(bytes[^8..]);
        }
        else if (bytes.Length >= 4)
        {
            first = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            last = BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]);
        }
        else if (bytes.Length > 0)
        {
            first = ((ulong)bytes[0] << 16) | ((ulong)bytes[bytes.Length >> 1] << 8) | bytes[^1];
        }

        return Mix(Multiplier ^ (ulong)length, Mix(first ^ MaskSeed, last ^ hash));
    }

    /// <summary>Adds a masked value to the hash of a line.</summary>
    /// <param name="hash">The hash so far.</param>
    /// <param name="mask">The hash of the mask.</param>
    public static ulong Next(ulong hash, ulong mask) => (hash ^ mask) * Multiplier;

    // Numbers with and without unit, hexadecimals and identifiers often alternate in one place, so they share a hash; the kind of each value is kept apart.
    public static ulong OfMask(ParameterKind kind) =>
        (MaskSeed + (IsInterchangeable(kind) ? 0 : (ulong)kind * Multiplier)) | 1;

    /// <summary>The hash of a mask of the user: none stands in for another.</summary>
    public static ulong OfMask(string name) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(name), unchecked((long)MaskSeed)) | 1;

    public static bool IsInterchangeable(ParameterKind kind) =>
        kind is ParameterKind.Number or ParameterKind.Hex or ParameterKind.Identifier or ParameterKind.Uuid or ParameterKind.Duration or ParameterKind.Size;

    private static ulong Mix(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }

    public static ulong Fold(ulong hash, ulong next) => BitOperations.RotateLeft((hash ^ next) * Multiplier, 29);

    /// <summary>Adds what stands between two units to the hash of a shape; a run of white space counts as one space.</summary>
    public static ulong FoldGap(ulong shape, ReadOnlySpan<byte> gap)
    {
        bool space = false;
        foreach (byte b in gap)
        {
            bool isSpace = ByteClass.IsSpace(b);
            if (!isSpace || !space)
            {
                shape = (shape ^ (isSpace ? (byte)' ' : b)) * Multiplier;
                shape ^= shape >> 32;
            }

            space = isSpace;
        }

        return (shape ^ 0x100) * Multiplier;
    }

    /// <summary>The same for a gap that is text, of which each character was a byte.</summary>
    public static ulong FoldGap(ulong shape, ReadOnlySpan<char> gap)
    {
        Span<byte> bytes = gap.Length <= 256 ? stackalloc byte[gap.Length] : new byte[gap.Length];
        Encoding.Latin1.GetBytes(gap, bytes);
        return FoldGap(shape, bytes);
    }

    /// <summary>A unit's share in the hash of its line: shares are added, so that one unit can be exchanged without reading the others again.</summary>
    public static ulong Share(int position, ulong unit)
    {
        ulong mixed = (unit + ((ulong)position * 0xD6E8FEB86659FD93)) * 0xBF58476D1CE4E5B9;
        mixed ^= mixed >> 29;
        mixed *= 0x94D049BB133111EB;
        return mixed ^ (mixed >> 32);
    }
}
