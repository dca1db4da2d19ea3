using System.IO.Compression;
using ZstdSharp;

namespace LogGuardian.Evaluation;

/// <summary>The plain bytes of a compressed file; data that are damaged or cut off end in an exception that names the file.</summary>
internal sealed class DecodedStream : ReadOnlyStream
{
    private const int BufferBytes = 64 * 1024;

    private readonly string _name;
    private readonly Stream _decoder;
    private readonly byte[] _ending;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;
    private bool _ended;

    private DecodedStream(string name, Stream decoder, ReadOnlySpan<byte> ending)
    {
        _name = name;
        _decoder = decoder;
        _ending = ending.ToArray();
    }

    /// <summary>Decompresses gzip and zstd, recognised by the first bytes; other content is given back as it is.</summary>
    /// <param name="name">What messages call the file.</param>
    /// <param name="content">The content, at its beginning; must be able to seek.</param>
    public static Stream Open(string name, Stream content)
    {
        Span<byte> head = stackalloc byte[4];
        head = head[..content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        content.Position = 0;
        return head switch
        {
            [0x1F, 0x8B, 0x08, ..] => new DecodedStream(name, new GZipStream(new MarkedStream(content), CompressionMode.Decompress), MarkedStream.Ending),
            [0x28, 0xB5, 0x2F, 0xFD] or [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18] =>
                new DecodedStream(name, new DecompressionStream(content, leaveOpen: false), []),
            _ => content,
        };
    }

    /// <summary>What is said of data that cannot be decompressed or unpacked.</summary>
    public static InvalidDataException Damaged(string name, Exception? inner) =>
        new($"'{name}' is damaged or cut off; it must be a complete copy. Download it again.", inner);

    public override int Read(Span<byte> buffer)
    {
        while (!_ended && _end - _start <= _ending.Length)
        {
            Fill();
        }

        int count = Math.Min(buffer.Length, _end - _start - (_ended ? 0 : _ending.Length));
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        int read;
        try
        {
            read = _decoder.Read(_buffer.AsSpan(_end));
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ZstdException)
        {
            throw Damaged(_name, e);
        }

        _end += read;
        if (read > 0)
        {
            return;
        }

        _ended = true;
        if (!_buffer.AsSpan(0, _end).SequenceEqual(_ending))
        {
            throw Damaged(_name, inner: null);
        }

        _end = 0;
    }
}
