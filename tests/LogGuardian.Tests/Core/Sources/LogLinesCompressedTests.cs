using System.Text;
using ZstdSharp;

namespace LogGuardian.Tests.Core.Sources;

public sealed class LogLinesCompressedTests
{
    private static readonly string Text = string.Concat(Enumerable.Range(1, 20_000).Select(i => $"line {i * 7919L % 10_007}\n"));
    private static readonly string[] Lines = [.. Text.TrimEnd('\n').Split('\n').Select((line, i) => $"{i + 1}:{line}")];

    [Fact]
    public async Task FromFile_GzipUnderAnyName_IsDecompressed()
    {
        using TempFolder folder = new();
        Assert.Equal(Lines, await SourceAssert.TextAsync(LogLines.FromFile(folder.Write("app.log", SourceAssert.Gzip(Text)))));
    }

    [Fact]
    public async Task FromFile_PlainTextNamedGz_IsReadAsText()
    {
        using TempFolder folder = new();
        Assert.Equal(["1:plain"], await SourceAssert.TextAsync(LogLines.FromFile(folder.Write("app.log.gz", "plain\n"))));
    }

    [Fact]
    public async Task FromStream_GzipOfSeveralMembers_IsOneText()
    {
        Random random = new(2);
        byte[] bytes = SourceAssert.Gzip("a\nb", "c\n", "", "d");
        Assert.Equal(["1:a", "2:bc", "3:d"], await SourceAssert.TextAsync(bytes));
        Assert.Equal(["1:a", "2:bc", "3:d"], await SourceAssert.TextAsync(LogLines.FromStream(new SlowStream(bytes, () => random.Next(4)), "s")));
    }

    [Fact]
    public async Task FromStream_GzipOfUtf16AndOfNothing_AreRead()
    {
        using MemoryStream packed = new();
        using (System.IO.Compression.GZipStream gzip = new(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("größe\n")]);
        }

        Assert.Equal(["1:größe"], await SourceAssert.TextAsync(packed.ToArray()));
        Assert.Empty(await SourceAssert.TextAsync(SourceAssert.Gzip("")));
    }

    [Fact]
    public async Task FromStream_GzipCutAnywhere_DeliversWholeLinesThenExplains()
    {
        byte[] whole = SourceAssert.Gzip(Text);
        foreach (int cut in Enumerable.Range(3, 40).Concat(Enumerable.Range(1, 40).Select(i => whole.Length - i)).Append(whole.Length / 2))
        {
            (List<string> lines, LogSourceException e) = await SourceAssert.FailsAsync(LogLines.FromStream(new MemoryStream(whole[..cut]), "a.gz"));
            Assert.Equal(Lines.Take(lines.Count), lines);
            Assert.Equal(
                $"'a.gz' is damaged or cut off: it is compressed and cannot be decompressed beyond line {lines.Count}. Replace it with a complete copy.",
                e.Message);
            if (cut == whole.Length / 2)
                Assert.InRange(lines.Count, 1_000, 19_000);
        }
    }

    [Fact]
    public async Task FromStream_SmallMembersCutAnywhere_AreNotTakenForComplete()
    {
        byte[] first = SourceAssert.Gzip("a\nb\n");
        byte[] both = [.. first, .. SourceAssert.Gzip("c\nlonger text\n")];
        for (int cut = 3; cut < both.Length; cut++)
        {
            ILogSource source = LogLines.FromStream(new MemoryStream(both[..cut]), "s");
            if (cut == first.Length)
            {
                Assert.Equal(["1:a", "2:b"], await SourceAssert.TextAsync(source));
                continue;
            }

            (List<string> lines, _) = await SourceAssert.FailsAsync(source);
            Assert.Equal(new[] { "1:a", "2:b", "3:c", "4:longer text" }.Take(lines.Count), lines);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(512)]
    [InlineData(100_000)]
    public async Task FromStream_PaddedGzip_IgnoresThePadding(int zeros)
    {
        byte[] padded = [.. SourceAssert.Gzip("a\nb\n"), .. new byte[zeros]];
        Assert.Equal(["1:a", "2:b"], await SourceAssert.TextAsync(padded));
    }

    [Fact]
    public async Task FromStream_GzipWithAFlippedByte_Explains()
    {
        byte[] bytes = SourceAssert.Gzip(Text);
        bytes[bytes.Length / 2] ^= 0x55;
        (List<string> lines, LogSourceException e) = await SourceAssert.FailsAsync(LogLines.FromStream(new MemoryStream(bytes), "a.gz"));
        Assert.StartsWith("'a.gz' is damaged or cut off: ", e.Message, StringComparison.Ordinal);
        Assert.NotEmpty(lines);
    }

    [Fact]
    public async Task FromStream_HookKnowsTheFormat_ReadsThroughIt()
    {
        byte[] packed = Zstd(Text);
        Random random = new(3);
        Assert.Equal(Lines, await SourceAssert.TextAsync(packed, WithZstd()));
        Assert.Equal(Lines, await SourceAssert.TextAsync(LogLines.FromStream(new SlowStream(packed, () => random.Next(900)), "s", WithZstd())));
    }

    [Fact]
    public async Task FromStream_HookDoesNotKnowTheFormat_ReadsText()
    {
        Assert.Equal(["1:a", "2:b"], await SourceAssert.TextAsync("a\nb\n", WithZstd()));
        Assert.Empty(await SourceAssert.TextAsync("", WithZstd()));
    }

    [Fact]
    public async Task FromStream_HookFormatCut_DeliversWholeLinesThenExplains()
    {
        byte[] packed = Zstd(Text);
        (List<string> lines, LogSourceException e) =
            await SourceAssert.FailsAsync(LogLines.FromStream(new MemoryStream(packed[..^5]), "a.zst", WithZstd()));
        Assert.Equal(Lines.Take(lines.Count), lines);
        Assert.Equal(
            $"'a.zst' is damaged or cut off: it is compressed and cannot be decompressed beyond line {lines.Count}. Replace it with a complete copy.",
            e.Message);
    }

    [Fact]
    public async Task FromStream_HookThrows_Explains()
    {
        LogReadOptions options = new() { Decompress = (_, _) => throw new InvalidOperationException("no dictionary") };
        (_, LogSourceException e) = await SourceAssert.FailsAsync(LogLines.FromStream(new MemoryStream("a\n"u8.ToArray()), "a.zst", options));
        Assert.Equal("no dictionary", e.InnerException!.Message);
    }

    private static LogReadOptions WithZstd() => new()
    {
        Decompress = (head, stream) => head.Span.StartsWith<byte>([0x28, 0xB5, 0x2F, 0xFD]) ? new DecompressionStream(stream) : null,
    };

    private static byte[] Zstd(string text)
    {
        using Compressor compressor = new();
        return compressor.Wrap(Encoding.UTF8.GetBytes(text)).ToArray();
    }
}
