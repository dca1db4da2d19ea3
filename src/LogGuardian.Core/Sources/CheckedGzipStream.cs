using System.IO.Compression;

namespace LogGuardian;

/// <summary>
/// Decompresses gzip and notices when it was cut off, which the platform's stream takes for a normal end. A small gzip member of known
/// content is put behind the last byte: it comes out again only when what precedes it is complete.
/// </summary>
internal sealed class CheckedGzipStream : ForwardStream
{
    private static readonly byte[] Marker = "complete"u8.ToArray();
    private static readonly byte[] MarkerMember = Compress(Marker);

    private readonly MarkedStream _marked;
    private readonly GZipStream _gzip;

    /// <param name="compressed">The compressed bytes; stays its owner's to dispose.</param>
    public CheckedGzipStream(Stream compressed)
    {
        _marked = new MarkedStream(compressed);
        _gzip = new GZipStream(_marked, CompressionMode.Decompress);
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;

        int read = _gzip.Read(buffer);
        if (!_marked.IsMarkerRead)
            return read;

        byte[] rest = new byte[Marker.Length + 1];
        int more = _gzip.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false);
        Check(buffer[..read], rest.AsSpan(0, more));
        return 0;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return 0;

        int read = await _gzip.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (!_marked.IsMarkerRead)
            return read;

        byte[] rest = new byte[Marker.Length + 1];
        int more = await _gzip.ReadAtLeastAsync(rest, rest.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        Check(buffer.Span[..read], rest.AsSpan(0, more));
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _gzip.Dispose();
        base.Dispose(disposing);
    }

    // The decompressor asks for more input only when it has handed out all it could make of the input before: what comes out after the
    // marker went in belongs to the marker, or to what it was mistaken for.
    private void Check(ReadOnlySpan<byte> first, ReadOnlySpan<byte> rest)
    {
        bool isComplete = _marked.IsChecked
            ? first.IsEmpty && rest.IsEmpty
            : Marker.AsSpan().StartsWith(first) && Marker.AsSpan(first.Length).SequenceEqual(rest);
        _marked.IsChecked = true;
        if (!isComplete)
            throw new InvalidDataException("The gzip data ends in the middle of a member.");
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

    private sealed class MarkedStream(Stream compressed) : ForwardStream
    {
        private int _given;

        public bool IsMarkerRead => _given > 0;

        public bool IsChecked { get; set; }

        public override int Read(Span<byte> buffer)
        {
            int read = IsMarkerRead ? 0 : compressed.Read(buffer);
            return read > 0 ? read : ReadMarker(buffer);
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = IsMarkerRead ? 0 : await compressed.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            return read > 0 ? read : ReadMarker(buffer.Span);
        }

        private int ReadMarker(Span<byte> buffer)
        {
            int count = Math.Min(buffer.Length, MarkerMember.Length - _given);
            MarkerMember.AsSpan(_given, count).CopyTo(buffer);
            _given += count;
            return count;
        }
    }
}
