namespace LogGuardian;

/// <summary>
/// Cuts a stream of bytes into lines. Lines are slices of chunks that are allocated afresh and never written again where a line was
/// handed out, so lines of one chunk lie next to each other with their line breaks between them, and a line may outlive the reader.
/// </summary>
internal sealed class LineReader : IAsyncDisposable
{
    /// <summary>Below the 85,000 bytes of the large object heap: most chunks die young, and generation 0 is where dying is free.</summary>
    internal const int ChunkBytes = 64 * 1024;

    /// <summary>How much of a line that is not delivered is kept to show what it was.</summary>
    internal const int PreviewBytes = 256;

    /// <summary>With less room than this in a chunk a read is not worth its system call.</summary>
    private const int LeastRoomBytes = 4 * 1024;

    private readonly string _source;
    private readonly LogReadOptions _options;
    private readonly int _maxLineBytes;
    private readonly List<Stream> _decoders = [];
    private Stream _stream;
    private bool _following;
    private bool _isOpen;
    private bool _isCompressed;
    private bool _isBinary;

    private byte[] _chunk = [];
    private int _start;
    private int _scanned;
    private int _end;
    private long _lineId;

    // The beginning of a line that is too long, while the rest of it passes by.
    private byte[]? _preview;

    /// <summary>Reads a stream, which stays the caller's to dispose.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="source">Name of the source.</param>
    /// <param name="options">Limits and decompression; already checked.</param>
    /// <param name="following">Whether the end of the stream may be passing: more bytes may come later.</param>
    public LineReader(Stream stream, string source, LogReadOptions options, bool following = false)
    {
        _stream = stream;
        _source = source;
        _options = options;
        _maxLineBytes = options.MaxLineBytes;
        _following = following;
    }

    /// <summary>The next line that is complete in memory.</summary>
    public bool TryRead(out LogLine line)
    {
        int length = _chunk.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        if (length < 0)
        {
            _scanned = _end;
            line = default;
            return false;
        }

        int lineEnd = _scanned + length;
        line = Cut(lineEnd);
        _start = _scanned = lineEnd + 1;
        return true;
    }

    /// <summary>After the end of the stream: the line without a line break, when there is one.</summary>
    public bool TryReadLast(out LogLine line)
    {
        if (_start == _end && _preview is null)
        {
            line = default;
            return false;
        }

        line = Cut(_end);
        _start = _scanned = _end;
        return true;
    }

    /// <summary>Brings more bytes into memory.</summary>
    /// <returns>False when the stream is at its end; when following, that may change.</returns>
    /// <exception cref="LogSourceException">The stream cannot be read.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _isOpen ? await ReadMoreAsync(cancellationToken).ConfigureAwait(false) : await OpenAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the following of a stream without reading from it again; then <see cref="TryReadLast"/> hands over what was held back.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        _following = false;
        if (!_isOpen)
        {
            _stream = Stream.Null;
            await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (int i = _decoders.Count - 1; i >= 0; i--)
        {
            await _decoders[i].DisposeAsync().ConfigureAwait(false);
        }

        _decoders.Clear();
    }

    private LogLine Cut(int lineEnd)
    {
        if (_preview is { } preview)
        {
            _preview = null;
            return new LogLine(_source, ++_lineId, preview) { Skipped = _isBinary ? SkipReason.Binary : SkipReason.TooLong };
        }

        int length = lineEnd - _start;
        if (length > 0 && _chunk[lineEnd - 1] == (byte)'\r')
            length--;

        SkipReason skipped = SkipReason.None;
        if (length > _maxLineBytes)
        {
            length = PreviewBytes;
            skipped = SkipReason.TooLong;
        }
        else if (TextLine.IsBlank(_chunk.AsSpan(_start, length)))
        {
            skipped = SkipReason.Blank;
        }

        return new LogLine(_source, ++_lineId, new ReadOnlyMemory<byte>(_chunk, _start, length))
        {
            Skipped = _isBinary ? SkipReason.Binary : skipped,
        };
    }

    /// <summary>Looks at the first bytes: what is compressed is decompressed, what is UTF-16 becomes UTF-8, what is not text is marked.</summary>
    private async ValueTask<bool> OpenAsync(CancellationToken cancellationToken)
    {
        bool hasLine = await ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        if (_following && ContentKind.IsGzip(Unread))
            throw SourceProblem.CannotFollowCompressed(_source);
        if (_following && !hasLine)
            return false;

        if (Decompress() is { } plain)
        {
            if (_following)
                throw SourceProblem.CannotFollowCompressed(_source);
            _isCompressed = true;
            Decode(plain);
            await ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        }

        if (ContentKind.Utf16(Unread) is { } encoding)
        {
            _start += 2;
            Decode(new Utf16Stream(new PrefixStream(_chunk.AsMemory(_start, _end - _start), _stream), encoding, flushAtEnd: !_following));
            await ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (Unread.StartsWith("\uFEFF"u8))
        {
            _start = _scanned = _start + 3;
        }

        _isBinary = ContentKind.IsBinary(Unread);
        _isOpen = true;
        return _end > _start;
    }

    private ReadOnlySpan<byte> Unread => _chunk.AsSpan(_start, _end - _start);

    private Stream? Decompress()
    {
        PrefixStream whole = new(_chunk.AsMemory(_start, _end - _start), _stream);
        if (ContentKind.IsGzip(Unread))
            return new CheckedGzipStream(whole);

        try
        {
            return _end == _start ? null : _options.Decompress?.Invoke(_chunk.AsMemory(_start, _end - _start), whole);
        }
        catch (Exception e) when (SourceProblem.NotRead(_source, e, compressed: true, lines: 0) is { } problem)
        {
            throw problem;
        }
    }

    private void Decode(Stream decoder)
    {
        _decoders.Add(decoder);
        _stream = decoder;
        _chunk = [];
        _start = _scanned = _end = 0;
    }

    /// <summary>Reads until there is a line, or enough to judge the content by. A live stream must not have to wait for more.</summary>
    /// <returns>Whether there is; otherwise the stream ended before.</returns>
    private async ValueTask<bool> ReadHeadAsync(CancellationToken cancellationToken)
    {
        do
        {
            int unscanned = _scanned;
            _scanned = _end;
            if (_end - _start >= LeastRoomBytes || _chunk.AsSpan(unscanned, _end - unscanned).Contains((byte)'\n'))
            {
                _scanned = _start;
                return true;
            }
        }
        while (await ReadMoreAsync(cancellationToken).ConfigureAwait(false));

        _scanned = _start;
        return false;
    }

    private async ValueTask<bool> ReadMoreAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        try
        {
            int read = await LogFile.ReadAsync(_stream, _chunk.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _end += read;
            return read > 0;
        }
        catch (Exception e) when (e is not OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (Exception e) when (SourceProblem.NotRead(_source, e, _isCompressed, _lineId) is { } problem)
        {
            // What came before the damage of an unfinished line is not a line.
            _preview = null;
            _start = _scanned = _end;
            throw problem;
        }
    }

    private void MakeRoom()
    {
        int pending = _end - _start;
        if (_preview is not null)
        {
            // No line was handed out of this chunk yet: it can be filled again and again.
            _start = _scanned = _end = 0;
            return;
        }

        // One byte more than allowed may be the first half of CRLF.
        if (pending > _maxLineBytes + 1)
        {
            _preview = _chunk.AsSpan(_start, PreviewBytes).ToArray();
            _chunk = GC.AllocateUninitializedArray<byte>(ChunkBytes);
            _start = _scanned = _end = 0;
            return;
        }

        if (_chunk.Length - _end >= LeastRoomBytes)
            return;

        int size = Math.Max(ChunkBytes, (int)Math.Min(2L * pending, (long)_maxLineBytes + LeastRoomBytes));
        byte[] next = GC.AllocateUninitializedArray<byte>(size);
        _chunk.AsSpan(_start, pending).CopyTo(next);
        _chunk = next;
        _scanned -= _start;
        _start = 0;
        _end = pending;
    }
}
