using System.Text;

namespace LogGuardian.Tests.Core.Sources;

public sealed class LogLinesFollowFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _path;

    public LogLinesFollowFileTests() => _path = _folder.Write("app.log", "a\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FollowFile_Growth_IsDeliveredInOrder()
    {
        await using Follower follower = new(_path);
        Assert.Equal(["1:a"], await follower.LinesAsync());
        File.AppendAllText(_path, "b\r\n\n");
        Assert.Equal(["2:b", "3: [Blank]"], await follower.LinesAsync());
        File.AppendAllText(_path, string.Concat(Enumerable.Range(0, 30_000).Select(i => $"c{i}\n")));
        Assert.Equal(Enumerable.Range(0, 30_000).Select(i => $"{i + 4}:c{i}"), await follower.LinesAsync());
    }

    [Fact]
    public async Task FollowFile_IncompleteLine_WaitsForItsBreak()
    {
        File.AppendAllText(_path, "b");
        await using Follower follower = new(_path);
        Assert.Equal(["1:a"], await follower.LinesAsync());
        File.AppendAllText(_path, "b");
        Assert.Empty(await follower.LinesAsync());
        File.AppendAllText(_path, "b\nc");
        Assert.Equal(["2:bbb"], await follower.LinesAsync());
    }

    [Fact]
    public async Task FollowFile_EmptyAtFirst_WaitsForContent()
    {
        string path = _folder.Write("empty.log", "");
        await using Follower follower = new(path);
        Assert.Empty(await follower.LinesAsync());
        File.AppendAllText(path, "\uFEFF");
        Assert.Empty(await follower.LinesAsync());
        File.AppendAllText(path, "first\n");
        Assert.Equal(["1:first"], await follower.LinesAsync());
    }

    [Fact]
    public async Task FollowFile_RenamedAndCreatedAnew_FinishesTheOldThenReadsTheNew()
    {
        await using Follower follower = new(_path);
        Assert.Equal(["1:a"], await follower.LinesAsync());
        File.Move(_path, _path + ".1");
        File.AppendAllText(_path + ".1", "late\n");
        Assert.Equal(["2:late"], await follower.LinesAsync());
        File.AppendAllText(_path + ".1", "later\nlast without break");
        File.WriteAllText(_path, "new\n");
        Assert.Equal(["3:later", "4:last without break", "1:new"], await follower.LinesAsync());
        File.AppendAllText(_path, "more\n");
        Assert.Equal(["2:more"], await follower.LinesAsync());
    }

    [Fact]
    public async Task FollowFile_OldFileWrittenAfterTheNewOneCame_LosesNothing()
    {
        await using Follower follower = new(_path);
        Assert.Equal(["1:a"], await follower.LinesAsync());
        File.Move(_path, _path + ".1");
        File.WriteAllText(_path, "new\n");
        Assert.Empty(await follower.LinesAsync(looks: 1));
        File.AppendAllText(_path + ".1", "late\n");
        Assert.Equal(["2:late", "1:new"], await follower.LinesAsync());
    }

    [Fact]
    public async Task FollowFile_NewFileBeginsLikeTheOld_IsStillSeen()
    {
        string header = new('#', 3000);
        string path = _folder.Write("same.log", header + "\nold\n");
        await using Follower follower = new(path);
        Assert.Equal(["1:" + header, "2:old"], await follower.LinesAsync());
        File.Move(path, path + ".1");
        File.WriteAllText(path, header + "\nnew, and longer than the old one\n");
        Assert.Equal(["1:" + header, "2:new, and longer than the old one"], await follower.LinesAsync());
    }

    [Fact]
    public async Task FollowFile_RenamedAwayAndBack_IsNotReadAgain()
    {
        await using Follower follower = new(_path);
        Assert.Equal(["1:a"], await follower.LinesAsync());
        File.Move(_path, _path + ".1");
        Assert.Empty(await follower.LinesAsync());
        File.Move(_path + ".1", _path);
        File.AppendAllText(_path, "b\n");
        Assert.Equal(["2:b"], await follower.LinesAsync());
    }

    [Theory]
    [InlineData("b\n")]
    [InlineData("longer than before\n")]
    public async Task FollowFile_CutShortAndWrittenAnew_StartsOver(string text)
    {
        File.AppendAllText(_path, "half");
        await using Follower follower = new(_path);
        Assert.Equal(["1:a"], await follower.LinesAsync());
        using (FileStream writer = new(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            writer.SetLength(0);
            writer.Write(Encoding.UTF8.GetBytes(text));
        }

        Assert.Equal(["2:half", "1:" + text.TrimEnd()], await follower.LinesAsync());
    }

    [Fact]
    public async Task FollowFile_CutToNothing_WaitsForContent()
    {
        await using Follower follower = new(_path);
        Assert.Equal(["1:a"], await follower.LinesAsync());
        File.WriteAllText(_path, "");
        Assert.Empty(await follower.LinesAsync());
        File.AppendAllText(_path, "b\n");
        Assert.Equal(["1:b"], await follower.LinesAsync());
    }

    [SkippableFact]
    public async Task FollowFile_DeletedAndCreatedAnew_ReadsTheNew()
    {
        Skip.If(OperatingSystem.IsWindows(), "The name of an open file cannot be reused there.");
        await using Follower follower = new(_path);
        Assert.Equal(["1:a"], await follower.LinesAsync());
        File.Delete(_path);
        Assert.Empty(await follower.LinesAsync());
        await Task.Delay(50); // Another time of the last write: the content alone would not tell the files apart.
        File.WriteAllText(_path, "a\n");
        Assert.Equal(["1:a"], await follower.LinesAsync());
    }

    [Fact]
    public async Task FollowFile_CutShortThenDirectoryInItsPlace_TellsOnceAndGoesOn()
    {
        await using Follower follower = new(_path);
        Assert.Equal(["1:a"], await follower.LinesAsync());
        File.WriteAllText(_path, "");
        File.Delete(_path);
        Directory.CreateDirectory(_path);
        Assert.Empty(await follower.LinesAsync(looks: 5));
        Directory.Delete(_path);
        File.WriteAllText(_path, "b\n");
        Assert.Equal(["1:b"], await follower.LinesAsync());
        Assert.Equal([$"File '{_path}' is a directory; it must be a file. Use LogLines.FromDirectory to read all files below it."], follower.Problems);
    }

    [Fact]
    public async Task FollowFile_Utf16_GrowsByHalfCharacters()
    {
        byte[] bytes = Encoding.Unicode.GetBytes("größe 🐟\nweiter\n");
        string path = _folder.Write("wide.log", [0xFF, 0xFE]);
        await using Follower follower = new(path);
        List<string> lines = [];
        foreach (byte[] part in bytes.Chunk(3))
        {
            using (FileStream writer = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            {
                writer.Write(part);
            }

            lines.AddRange(await follower.LinesAsync(looks: 1));
        }

        Assert.Equal(["1:größe 🐟", "2:weiter"], lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FollowFile_Gzip_SaysWhatToUse(bool withHook)
    {
        string path = _folder.Write("app.gz", withHook ? [.. "SQUEEZED\n"u8] : SourceAssert.Gzip("a\n"));
        LogReadOptions options = new() { Decompress = (head, stream) => head.Span.StartsWith("SQUEEZED"u8) ? stream : null };
        LogSourceException e = await Assert.ThrowsAsync<LogSourceException>(() => SourceAssert.ReadAsync(LogLines.FollowFile(path, options)));
        Assert.Equal($"File '{path}' is compressed; a followed file must be plain text. Read it with LogLines.FromFile.", e.Message);
    }

    [Fact]
    public async Task FollowFile_MissingAtFirst_SaysSo()
    {
        string path = Path.Combine(_folder.Path, "none.log");
        LogSourceException e = await Assert.ThrowsAsync<LogSourceException>(() => SourceAssert.ReadAsync(LogLines.FollowFile(path)));
        Assert.Equal($"File '{path}' does not exist; it must be a log file. Check the path.", e.Message);
    }

    [Fact]
    public async Task FollowFile_Stopped_ThrowsOperationCanceled()
    {
        await using Follower follower = new(_path);
        Assert.Equal(["1:a"], await follower.LinesAsync());
        Assert.IsAssignableFrom<OperationCanceledException>(await follower.StopAsync());
    }

    [Fact]
    public async Task FollowFile_WriterThatRotates_DeliversEveryLineOnce()
    {
        const int Count = 2_000;
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(60));
        int delivered = 0;
        string path = _folder.Write("busy.log", "0\n");
        Task writing = Task.Run(async () =>
        {
            for (int i = 1; i < Count; i++)
            {
                if (i % 200 == 0)
                {
                    // Files that come and go between two looks are not promised: rotate no faster than the reader reads.
                    while (Volatile.Read(ref delivered) < i - 100)
                    {
                        await Task.Delay(1, stop.Token);
                    }

                    File.Move(path, $"{path}.{i}");
                }

                await File.AppendAllTextAsync(path, $"{i}\n", stop.Token);
            }
        });

        List<string> lines = [];
        LogReadOptions options = new() { PollInterval = TimeSpan.FromMilliseconds(2) };
        await foreach (LogLine line in LogLines.FollowFile(path, options).ReadAsync(stop.Token))
        {
            lines.Add(line.ToString());
            Volatile.Write(ref delivered, lines.Count);
            if (lines.Count == Count)
                break;
        }

        await writing;
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"{i}"), lines);
    }
}
