using System.Runtime.InteropServices;
using System.Text;

namespace LogGuardian.Tests.Core.Sources;

public sealed class LogLinesFromStreamTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "1:a" })]
    [InlineData("a\n", new[] { "1:a" })]
    [InlineData("a\nb", new[] { "1:a", "2:b" })]
    [InlineData("a\r\nb\r\n", new[] { "1:a", "2:b" })]
    [InlineData("a\rb\n", new[] { "1:a\rb" })]
    [InlineData("a\r\r\n", new[] { "1:a\r" })]
    [InlineData("a\n\n \t\r\n\r\nb\n", new[] { "1:a", "2: [Blank]", "3: \t [Blank]", "4: [Blank]", "5:b" })]
    [InlineData("\n", new[] { "1: [Blank]" })]
    [InlineData("\uFEFFa\nb\n", new[] { "1:a", "2:b" })]
    [InlineData("\uFEFF", new string[0])]
    [InlineData("a\n\uFEFFb\n", new[] { "1:a", "2:\uFEFFb" })]
    [InlineData("one line that is long enough\0 for a NUL\n", new[] { "1:one line that is long enough\0 for a NUL" })]
    public async Task FromStream_SmallText_YieldsEveryPhysicalLine(string text, string[] expected)
    {
        Assert.Equal(expected, await SourceAssert.TextAsync(text));
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(expected, await SourceAssert.TextAsync(LogLines.FromStream(new SlowStream(bytes, () => 1), "s")));
    }

    [Fact]
    public async Task FromStream_TwoLines_NameSourceAndPlace()
    {
        List<LogLine> lines = await SourceAssert.ReadAsync(LogLines.FromStream(new MemoryStream("a\nb\n"u8.ToArray()), "stdin"));
        Assert.Equal([("stdin", 1L, 1, "a"), ("stdin", 2L, 1, "b")], lines.Select(l => (l.Source, l.LineId, l.LineCount, l.ToString())));
        Assert.All(lines, l => Assert.Null(l.Timestamp));
    }

    [Fact]
    public async Task FromStream_RandomBytes_MatchesANaiveSplitter()
    {
        for (int seed = 0; seed < 150; seed++)
        {
            Random random = new(seed);
            byte[] bytes = new byte[random.Next(1, seed % 10 == 0 ? 400_000 : 5_000)];
            int lineLength = random.Next(2, seed % 3 == 0 ? 3_000 : 200);
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = random.Next(lineLength) switch
                {
                    0 => (byte)'\n',
                    1 => (byte)'\r',
                    2 => (byte)' ',
                    _ => seed % 2 == 0 ? (byte)random.Next(256) : (byte)random.Next('a', 'z'),
                };
            }

            bytes[0] = (byte)'x'; // neither a byte order mark nor gzip
            int most = random.Next(2) == 0 ? 100 : 100_000;
            List<LogLine> lines = await SourceAssert.ReadAsync(LogLines.FromStream(
                new SlowStream(bytes, () => random.Next(most)), "s", new LogReadOptions { MaxLineBytes = 1024 }));
            Assert.Equal(Naive(bytes, 1024), lines.Select(l => (l.LineId, Convert.ToHexString(l.Raw.Span))));
            bool isBinary = lines[0].Skipped == SkipReason.Binary;
            Assert.All(lines, l => Assert.Equal(Expected(l, isBinary), l.Skipped));
        }

        static SkipReason Expected(LogLine line, bool isBinary) =>
            isBinary ? SkipReason.Binary
            : line.Raw.Span.Trim(" \r"u8).IsEmpty ? SkipReason.Blank
            : line.Skipped == SkipReason.TooLong && line.Raw.Length == 256 ? SkipReason.TooLong
            : SkipReason.None;
    }

    [Fact]
    public async Task FromStream_LinesOfOneChunk_LieNextToEachOtherWithTheirBreaks()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}{(i % 2 == 0 ? "\r\n" : "\n")}")));
        List<LogLine> lines = await SourceAssert.ReadAsync(LogLines.FromStream(new MemoryStream(bytes), "s"));

        int chunks = 1;
        for (int i = 1; i < lines.Count; i++)
        {
            Assert.True(MemoryMarshal.TryGetArray(lines[i - 1].Raw, out ArraySegment<byte> before));
            Assert.True(MemoryMarshal.TryGetArray(lines[i].Raw, out ArraySegment<byte> here));
            Assert.InRange(here.Array!.Length, 1, 84_999);
            if (ReferenceEquals(before.Array, here.Array))
            {
                string gap = Encoding.ASCII.GetString(here.Array, before.Offset + before.Count, here.Offset - before.Offset - before.Count);
                Assert.Equal(i % 2 == 1 ? "\r\n" : "\n", gap);
            }
            else
            {
                chunks++;
            }
        }

        // Kept lines were not overwritten by what was read later.
        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => $"line {i}"), lines.Select(l => l.ToString()));
        Assert.InRange(chunks, 3, 6);
    }

    [Theory]
    [InlineData(64 * 1024 - 1)]
    [InlineData(64 * 1024)]
    [InlineData(64 * 1024 + 1)]
    public async Task FromStream_CrLfAcrossChunks_IsOneBreak(int offset)
    {
        string first = new('x', offset - 1);
        Assert.Equal(["1:" + first, "2:y"], await SourceAssert.TextAsync(first + "\r\ny\r\n"));
    }

    [Theory]
    [InlineData(1024, 2048)]
    [InlineData(100_000, 400_000)]
    [InlineData(1024 * 1024, 5_000_000)]
    public async Task FromStream_LineAroundTheLimit_IsSkippedOnlyBeyondIt(int limit, int beyond)
    {
        LogReadOptions options = new() { MaxLineBytes = limit };
        string fits = new('f', limit);
        string preview = new('t', 256);
        foreach (int length in new[] { limit + 1, limit + 2, beyond })
        {
            string tooLong = new('t', length);
            foreach (string lineBreak in new[] { "\n", "\r\n" })
            {
                string text = string.Concat(fits, lineBreak, tooLong, lineBreak, fits, lineBreak, "b", lineBreak, tooLong);
                Assert.Equal(
                    ["1:" + fits, $"2:{preview} [TooLong]", "3:" + fits, "4:b", $"5:{preview} [TooLong]"],
                    await SourceAssert.TextAsync(text, options));
            }
        }
    }

    [Fact]
    public async Task FromStream_HundredMegabyteLine_UsesBoundedMemory()
    {
        using EndlessLine stream = new(100_000_000, "\nnext\n"u8.ToArray());
        long before = GC.GetAllocatedBytesForCurrentThread();
        int thread = Environment.CurrentManagedThreadId;
        List<string> lines = [];
        await foreach (LogLine line in LogLines.FromStream(stream, "s").ReadAsync())
        {
            lines.Add(SourceAssert.Show(line));
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(thread, Environment.CurrentManagedThreadId);
        Assert.Equal([$"1:{new string('x', 256)} [TooLong]", "2:next"], lines);
        Assert.InRange(allocated, 1, 4_000_000);
    }

    [Fact]
    public async Task FromStream_InvalidUtf8_KeepsTheBytes()
    {
        byte[] bytes = [.. "caf"u8, 0xE9, .. " open\n"u8, 0xC3, (byte)'\n'];
        List<LogLine> lines = await SourceAssert.ReadAsync(LogLines.FromStream(new MemoryStream(bytes), "s"));
        Assert.Equal(["636166E9206F70656E", "C3"], lines.Select(l => Convert.ToHexString(l.Raw.Span)));
        Assert.All(lines, l => Assert.Equal(SkipReason.None, l.Skipped));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FromStream_Utf16WithMark_BecomesUtf8(bool bigEndian)
    {
        string text = "größe 1\r\nзапись 🐟\n\n" + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"日志 {i}\n")) + "end";
        UnicodeEncoding encoding = new(bigEndian, byteOrderMark: true);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
        Random random = new(1);
        string[] expected = ["1:größe 1", "2:запись 🐟", "3: [Blank]", .. Enumerable.Range(0, 30_000).Select(i => $"{i + 4}:日志 {i}"), "30004:end"];
        Assert.Equal(expected, await SourceAssert.TextAsync(bytes));
        Assert.Equal(expected, await SourceAssert.TextAsync(LogLines.FromStream(new SlowStream(bytes, () => random.Next(100)), "s")));
    }

    [Fact]
    public async Task FromStream_Utf16CutInsideACharacter_EndsWithAReplacement()
    {
        Assert.Equal(["1:a", "2:b\uFFFD"], await SourceAssert.TextAsync([0xFF, 0xFE, (byte)'a', 0, (byte)'\n', 0, (byte)'b', 0, (byte)'c']));
    }

    public static TheoryData<string, byte[]> BinaryFiles => new()
    {
        { "elf", [0x7F, .. "ELF\nno more control bytes here\n"u8] },
        { "png", [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. "text\n"u8] },
        { "zip", [.. "PK\u0003\u0004 text \n text\n"u8] },
        { "sqlite", [.. "SQLite format 3\0 \n text\n"u8] },
        { "zstd", [0x28, 0xB5, 0x2F, 0xFD, .. "text\ntext\n"u8] },
        { "a tenth of control bytes", [.. "12345678\u0001\n12345678\u0002\n"u8] },
    };

    [Theory]
    [MemberData(nameof(BinaryFiles))]
    public async Task FromStream_NotText_SkipsEveryLineAsBinary(string kind, byte[] bytes)
    {
        List<LogLine> lines = await SourceAssert.ReadAsync(LogLines.FromStream(new MemoryStream(bytes), kind));
        Assert.Equal(bytes.Count(b => b == '\n'), lines.Count);
        Assert.All(lines, l => Assert.Equal(SkipReason.Binary, l.Skipped));
    }

    [Fact]
    public async Task FromStream_ColoursTabsAndFormFeeds_AreText()
    {
        const string Line = "\u001B[31m\tE\f\u001B[0m";
        Assert.Equal(["1:" + Line, "2:" + Line], await SourceAssert.TextAsync(Line + "\n" + Line + "\n"));
    }

    [Fact]
    public async Task FromStream_RandomBytes_AreBinary()
    {
        byte[] bytes = new byte[5_000];
        new Random(5).NextBytes(bytes);
        bytes[0] = (byte)'x';
        List<LogLine> lines = await SourceAssert.ReadAsync(LogLines.FromStream(new MemoryStream(bytes), "s"));
        Assert.All(lines, l => Assert.Equal(SkipReason.Binary, l.Skipped));
    }

    [Fact]
    public async Task FromStream_LiveStream_DeliversALineBeforeTheNextOneComes()
    {
        System.IO.Pipelines.Pipe pipe = new();
        await using IAsyncEnumerator<LogLine> lines = LogLines.FromStream(pipe.Reader.AsStream(), "s").ReadAsync().GetAsyncEnumerator();
        foreach (string text in new[] { "a", "", "third" })
        {
            await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(text + "\n"));
            Assert.True(await lines.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.Equal(text, lines.Current.ToString());
        }

        await pipe.Writer.CompleteAsync();
        Assert.False(await lines.MoveNextAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FromStream_AfterReading_DisposesUnlessLeftOpen(bool leaveOpen)
    {
        SlowStream stream = new("a\n"u8.ToArray(), () => 10);
        await SourceAssert.ReadAsync(LogLines.FromStream(stream, "s", leaveOpen: leaveOpen));
        Assert.Equal(!leaveOpen, stream.IsDisposed);
    }

    [Fact]
    public async Task FromStream_ReadingAbandoned_DisposesTheStream()
    {
        SlowStream stream = new("a\nb\n"u8.ToArray(), () => 10);
        await foreach (LogLine line in LogLines.FromStream(stream, "s").ReadAsync())
        {
            Assert.Equal("1:a", SourceAssert.Show(line));
            break;
        }

        Assert.True(stream.IsDisposed);
    }

    [Fact]
    public async Task FromStream_ReadTwice_SaysThatAStreamIsReadOnce()
    {
        ILogSource source = LogLines.FromStream(new MemoryStream("a\n"u8.ToArray()), "stdin");
        await SourceAssert.ReadAsync(source);
        LogSourceException e = await Assert.ThrowsAsync<LogSourceException>(() => SourceAssert.ReadAsync(source));
        Assert.Equal("Stream 'stdin' was already read; a stream can be read once. Make a new source for every read, or use LogLines.FromFile.", e.Message);
    }

    [Fact]
    public async Task FromStream_ConnectionBreaks_DeliversWholeLinesAndExplains()
    {
        using SlowStream stream = new("a\nhalf"u8.ToArray(), () => 3, new IOException("Connection reset."));
        (List<string> lines, LogSourceException e) = await SourceAssert.FailsAsync(LogLines.FromStream(stream, "tcp"));
        Assert.Equal(["1:a"], lines);
        Assert.Equal("'tcp' cannot be read further: Connection reset. Check the device or connection and read again.", e.Message);
    }

    [Fact]
    public async Task FromStream_Cancelled_ThrowsOperationCanceled()
    {
        using CancellationTokenSource stop = new();
        int read = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (LogLine line in LogLines.FromStream(new MemoryStream("a\nb\nc\n"u8.ToArray()), "s").ReadAsync(stop.Token))
            {
                read++;
                await stop.CancelAsync();
            }
        });
        Assert.Equal(1, read);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FromStream_EitherOfTwoTokensCancelled_Stops(bool first)
    {
        using CancellationTokenSource one = new();
        using CancellationTokenSource two = new();
        IAsyncEnumerable<LogLine> lines = LogLines.FromStream(new MemoryStream("a\nb\n"u8.ToArray()), "s").ReadAsync(one.Token);
        await using IAsyncEnumerator<LogLine> enumerator = lines.GetAsyncEnumerator(two.Token);
        Assert.True(await enumerator.MoveNextAsync());
        await (first ? one : two).CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await enumerator.MoveNextAsync());
    }

    [Fact]
    public void FromStream_WriteOnlyStream_ThrowsAtTheCall()
    {
        using TempFolder folder = new();
        using FileStream stream = new(folder.Write("x", ""), FileMode.Open, FileAccess.Write);
        ArgumentException e = Assert.Throws<ArgumentException>(() => LogLines.FromStream(stream, "out"));
        Assert.Equal("Stream 'out' is not readable; it must be open and readable. Pass a stream opened for reading. (Parameter 'stream')", e.Message);
    }

    private static IEnumerable<(long, string)> Naive(byte[] bytes, int limit)
    {
        long id = 0;
        for (int start = 0; start < bytes.Length;)
        {
            int end = Array.IndexOf(bytes, (byte)'\n', start);
            int stop = end < 0 ? bytes.Length : end;
            byte[] line = bytes[start..stop];
            if (line is [.., (byte)'\r'])
                line = line[..^1];
            yield return (++id, Convert.ToHexString(line.Length > limit ? line[..256] : line));
            start = stop + 1;
        }
    }

    private sealed class EndlessLine(long length, byte[] tail) : MemoryStream(tail)
    {
        private long _left = length;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left == 0)
                return ValueTask.FromResult(Read(buffer.Span));

            int count = (int)Math.Min(_left, buffer.Length);
            buffer.Span[..count].Fill((byte)'x');
            _left -= count;
            return ValueTask.FromResult(count);
        }
    }
}
