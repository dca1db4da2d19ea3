using System.Text;

namespace LogGuardian;

/// <summary>
/// Reads UTF-16 as UTF-8. Unlike the platform's transcoding stream it takes an end for passing, so that a growing file can be read on;
/// half a character stays behind until its other half comes, or becomes U+FFFD when the end is final.
/// </summary>
internal sealed class Utf16Stream(Stream inner, Encoding encoding, bool flushAtEnd) : ForwardStream
{
    private const int BufferBytes = 16 * 1024;

    private readonly Decoder _decoder = encoding.GetDecoder();
    private readonly byte[] _bytes = new byte[BufferBytes];
    private readonly char[] _chars = new char[BufferBytes];
    private readonly byte[] _utf8 = new byte[Encoding.UTF8.GetMaxByteCount(BufferBytes)];
    private ReadOnlyMemory<byte> _ready;

    public override int Read(Span<byte> buffer)
    {
        int read = -1;
        while (_ready.IsEmpty && read != 0)
        {
            read = inner.Read(_bytes);
            Decode(read);
        }

        return Take(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = -1;
        while (_ready.IsEmpty && read != 0)
        {
            read = await inner.ReadAsync(_bytes, cancellationToken).ConfigureAwait(false);
            Decode(read);
        }

        return Take(buffer.Span);
    }

    private void Decode(int count)
    {
        int chars = _decoder.GetChars(_bytes.AsSpan(0, count), _chars, flush: count == 0 && flushAtEnd);
        _ready = _utf8.AsMemory(0, Encoding.UTF8.GetBytes(_chars.AsSpan(0, chars), _utf8));
    }

    private int Take(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _ready.Length);
        _ready.Span[..count].CopyTo(buffer);
        _ready = _ready[count..];
        return count;
    }
}
