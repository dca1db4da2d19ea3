using System.IO.Compression;

namespace LogGuardian.Evaluation;

/// <summary>
/// Gzip data with a member of known content behind its end. The platform's decompressor takes data that were cut off for complete; the
/// known content comes out of it only when what precedes is complete.
/// </summary>
internal sealed class MarkedStream(Stream compressed) : ReadOnlyStream
{
    private static readonly byte[] Content = "complete"u8.ToArray();
    private static readonly byte[] Member = Compress(Content);
    private int _given;

    /// <summary>What the decompressed data must end with.</summary>
    public static ReadOnlySpan<byte> Ending => Content;

    public override int Read(Span<byte> buffer)
    {
        int read = _given > 0 || buffer.IsEmpty ? 0 : compressed.Read(buffer);
        if (read > 0)
        {
            return read;
        }

        int count = Math.Min(buffer.Length, Member.Length - _given);
        Member.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            compressed.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] Compress(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
