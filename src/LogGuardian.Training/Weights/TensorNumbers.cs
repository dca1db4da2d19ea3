using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LogGuardian.Training;

/// <summary>Numbers of tensors as bytes, little-endian.</summary>
internal static class TensorNumbers
{
    /// <summary>What files call the kind.</summary>
    public static string Name(TensorKind kind) => kind == TensorKind.Bool ? "BOOL" : kind.ToString();

    /// <summary>Bytes of one number.</summary>
    public static int Size(TensorKind kind) => kind switch
    {
        TensorKind.F64 or TensorKind.I64 or TensorKind.U64 => 8,
        TensorKind.F32 or TensorKind.I32 or TensorKind.U32 => 4,
        TensorKind.F16 or TensorKind.BF16 or TensorKind.I16 or TensorKind.U16 => 2,
        _ => 1,
    };

    /// <summary>Reads as many numbers as there are values.</summary>
    public static void Read(TensorKind kind, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (kind)
        {
            case TensorKind.F32 when BitConverter.IsLittleEndian:
                bytes.CopyTo(MemoryMarshal.AsBytes(values));
                break;
            case TensorKind.F64:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
                }

                break;
            case TensorKind.F32:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
                }

                break;
            case TensorKind.F16:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]);
                }

                break;
            case TensorKind.BF16:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), $"{kind} is not floating point.");
        }
    }

    /// <summary>Writes values, each as the nearest number of the kind. Whether none became infinite by that.</summary>
    public static bool Write(TensorKind kind, ReadOnlySpan<float> values, Span<byte> bytes)
    {
        bool fits = true;
        switch (kind)
        {
            case TensorKind.F32:
                for (int i = 0; i < values.Length; i++)
                {
                    BinaryPrimitives.WriteSingleLittleEndian(bytes[(4 * i)..], values[i]);
                }

                return true;
            case TensorKind.F16:
                for (int i = 0; i < values.Length; i++)
                {
                    var value = (Half)values[i];
                    fits &= !Half.IsInfinity(value) || float.IsInfinity(values[i]);
                    BinaryPrimitives.WriteHalfLittleEndian(bytes[(2 * i)..], value);
                }

                return fits;
            case TensorKind.BF16:
                for (int i = 0; i < values.Length; i++)
                {
                    ushort value = Upper(values[i]);
                    fits &= (value & 0x7fff) != 0x7f80 || float.IsInfinity(values[i]);
                    BinaryPrimitives.WriteUInt16LittleEndian(bytes[(2 * i)..], value);
                }

                return fits;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), $"{kind} cannot be written; it must be F32, F16 or BF16.");
        }
    }

    /// <summary>The upper half, rounded to the nearest, and to even between two. What is no number must not be rounded: it could become infinite.</summary>
    private static ushort Upper(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }
}
