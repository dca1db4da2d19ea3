using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;

namespace LogGuardian.Parsing;

/// <summary>Hashes of words, masks and whole lines. They live in memory only; ids of templates are hashes of their text.</summary>
internal static class LineHash
{
    private const ulong MaskSeed = 0xC2B2AE3D27D4EB4F;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    public static ulong OfWord(ReadOnlySpan<byte> word) => XxHash3.HashToUInt64(word) | 1;

    // Numbers, hexadecimals and identifiers often alternate in one place, so they share a hash; the kind of each value is kept apart.
    public static ulong OfMask(ParameterKind kind) =>
        (MaskSeed + (IsInterchangeable(kind) ? 0 : (ulong)kind * Multiplier)) | 1;

    public static bool IsInterchangeable(ParameterKind kind) =>
        kind is ParameterKind.Number or ParameterKind.Hex or ParameterKind.Identifier or ParameterKind.Uuid;

    public static ulong Fold(ulong hash, ulong next) => BitOperations.RotateLeft((hash ^ next) * Multiplier, 29);

    /// <summary>Hash of what stands between units.</summary>
    public static ulong OfShape(ReadOnlySpan<string> gaps)
    {
        ulong shape = (ulong)gaps.Length;
        foreach (string gap in gaps)
        {
            shape = Fold(shape, XxHash3.HashToUInt64(MemoryMarshal.AsBytes(gap.AsSpan())));
        }

        return shape;
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
