using System.Buffers.Binary;
using System.Text;

namespace LogGuardian.Tests.Training.Weights;

/// <summary>A safetensors file by hand.</summary>
internal static class SafeTensorsBytes
{
    /// <summary>The length of a header, the header, and data.</summary>
    public static byte[] Of(string header, params ReadOnlySpan<byte> data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        return [.. length, .. json, .. data];
    }

    /// <summary>A header of one tensor <c>a</c>.</summary>
    public static string One(string dtype, string shape, string offsets) => $$$"""{"a":{"dtype":"{{{dtype}}}","shape":{{{shape}}},"data_offsets":{{{offsets}}}}}""";
}
