using System.Text.Json;
using LogGuardian.Tests.Core.Sources;

namespace LogGuardian.Tests.Core.Sinks;

public sealed class JsonLinesSinkTests
{
    [Fact]
    public async Task EmitAsync_ConcurrentCallers_WriteWholeLines()
    {
        using MemoryStream stream = new();
        await using JsonLinesSink sink = new(new YieldingStream(stream));
        await Parallel.ForEachAsync(Enumerable.Range(0, 500), async (i, stop) =>
            await sink.EmitAsync(Detections.Full() with { Failure = $"{i}" }, stop));

        string[] lines = System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.Equal(
            Enumerable.Range(0, 500).Select(i => $"{i}").Order(StringComparer.Ordinal),
            lines[..^1].Select(line => JsonDocument.Parse(line).RootElement.GetProperty("failure").GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EmitAsync_ToAFile_AppendsAndCanBeFollowed()
    {
        using TempFolder folder = new();
        string path = folder.Write("out.jsonl", "{\"earlier\":true}\n");
        await using (JsonLinesSink sink = new(path))
        {
            await sink.EmitAsync(Detections.Full());
            Assert.Equal(2, (await SourceAssert.ReadAsync(LogLines.FromFile(path))).Count);
            await sink.EmitAsync(Detections.Bare());
        }

        string[] lines = await File.ReadAllLinesAsync(path);
        Assert.Equal(["{\"earlier\":true}", "anomaly", "normal"], lines.Take(1).Concat(lines.Skip(1).Select(Label)));

        static string Label(string line) => JsonDocument.Parse(line).RootElement.GetProperty("label").GetString()!;
    }

    [Fact]
    public async Task EmitAsync_NothingEmitted_CreatesNoFile()
    {
        using TempFolder folder = new();
        string path = Path.Combine(folder.Path, "out.jsonl");
        await using (JsonLinesSink sink = new(path))
        {
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task EmitAsync_AfterDispose_Throws()
    {
        using TempFolder folder = new();
        string path = Path.Combine(folder.Path, "out.jsonl");
        JsonLinesSink sink = new(path);
        await sink.EmitAsync(Detections.Bare());
        sink.Dispose();
        File.Delete(path);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sink.EmitAsync(Detections.Bare()).AsTask());
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Dispose_StreamOfTheCaller_StaysOpen()
    {
        using MemoryStream stream = new();
        JsonLinesSink sink = new(stream);
        await sink.EmitAsync(Detections.Bare());
        await sink.DisposeAsync();
        Assert.True(stream.CanWrite);
    }

    [Fact]
    public async Task EmitAsync_Cancelled_WritesNothing()
    {
        using MemoryStream stream = new();
        await using JsonLinesSink sink = new(stream);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sink.EmitAsync(Detections.Bare(), new CancellationToken(true)).AsTask());
        Assert.Equal(0, stream.Length);
    }

    /// <summary>Takes its time in the middle of a write.</summary>
    private sealed class YieldingStream(MemoryStream inner) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            inner.Write(buffer.Span[..10]);
            await Task.Yield();
            inner.Write(buffer.Span[10..]);
        }
    }
}
