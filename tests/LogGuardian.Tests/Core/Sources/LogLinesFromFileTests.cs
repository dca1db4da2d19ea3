namespace LogGuardian.Tests.Core.Sources;

public sealed class LogLinesFromFileTests
{
    [Fact]
    public async Task FromFile_ReadTwice_YieldsTheSameLines()
    {
        using TempFolder folder = new();
        string path = folder.Write("app.log", "a\nb\n");
        ILogSource source = LogLines.FromFile(path);
        Assert.Equal(["1:a", "2:b"], await SourceAssert.TextAsync(source));
        Assert.Equal(["1:a", "2:b"], await SourceAssert.TextAsync(source));
        Assert.All(await SourceAssert.ReadAsync(source), line => Assert.Equal(path, line.Source));
    }

    [Theory]
    [InlineData("missing.log")]
    [InlineData("missing/app.log")]
    public async Task FromFile_Missing_SaysSoWhenReadingStarts(string name)
    {
        using TempFolder folder = new();
        string path = Path.Combine(folder.Path, name);
        ILogSource source = LogLines.FromFile(path);
        LogSourceException e = await Assert.ThrowsAsync<LogSourceException>(() => SourceAssert.ReadAsync(source));
        Assert.Equal($"File '{path}' does not exist; it must be a log file. Check the path.", e.Message);
    }

    [Fact]
    public async Task FromFile_Directory_NamesTheOtherCall()
    {
        using TempFolder folder = new();
        LogSourceException e = await Assert.ThrowsAsync<LogSourceException>(() => SourceAssert.ReadAsync(LogLines.FromFile(folder.Path)));
        Assert.Equal($"File '{folder.Path}' is a directory; it must be a file. Use LogLines.FromDirectory to read all files below it.", e.Message);
    }

    [SkippableFact]
    public async Task FromFile_NoPermission_SaysWhatToGrant()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Needs a user whom permissions bind.");
        using TempFolder folder = new();
        string path = folder.Write("app.log", "a\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.None);
        LogSourceException e = await Assert.ThrowsAsync<LogSourceException>(() => SourceAssert.ReadAsync(LogLines.FromFile(path)));
        Assert.Equal($"File '{path}' may not be read by this user; it must be readable. Grant read permission or run as another user.", e.Message);
    }

    [Fact]
    public void FileNotOpened_ByEveryCause_ExplainsOrLeavesIt()
    {
        Assert.Equal(
            "File 'x.log' may not be read by this user; it must be readable. Grant read permission or run as another user.",
            SourceProblem.FileNotOpened("x.log", new UnauthorizedAccessException())!.Message);
        Assert.Equal(
            "File 'x.log' cannot be opened: In use. Close the program that holds it, or check the path.",
            SourceProblem.FileNotOpened("x.log", new IOException("In use."))!.Message);
        Assert.Null(SourceProblem.FileNotOpened("x.log", new InvalidOperationException()));
    }

    [SkippableFact]
    public async Task FromFile_RemovedWhileRead_IsReadToItsEnd()
    {
        Skip.If(OperatingSystem.IsWindows(), "The name of an open file cannot be reused there.");
        using TempFolder folder = new();
        string path = folder.Write("app.log", string.Concat(Enumerable.Range(1, 50_000).Select(i => $"line {i}\n")));
        long last = 0;
        await foreach (LogLine line in LogLines.FromFile(path).ReadAsync())
        {
            if (last == 0)
                File.Delete(path);
            last = line.LineId;
        }

        Assert.Equal(50_000, last);
    }

    [Fact]
    public async Task FromFile_OpenForWriting_IsShared()
    {
        using TempFolder folder = new();
        string path = folder.Write("app.log", "");
        using FileStream writer = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        writer.Write("a\n"u8);
        writer.Flush();
        Assert.Equal(["1:a"], await SourceAssert.TextAsync(LogLines.FromFile(path)));
    }

    [Fact]
    public async Task FromFile_AlreadyCancelled_ThrowsOperationCanceled()
    {
        using TempFolder folder = new();
        string path = folder.Write("app.log", "a\n");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (LogLine line in LogLines.FromFile(path).ReadAsync(new CancellationToken(canceled: true)))
            {
                Assert.Fail("Nothing is read.");
            }
        });
    }

    [Theory]
    [InlineData("path", null)]
    [InlineData("path", "")]
    public void FromFile_NoPath_ThrowsAtTheCall(string parameter, string? path)
    {
        Assert.Equal(parameter, Assert.ThrowsAny<ArgumentException>(() => LogLines.FromFile(path!)).ParamName);
        Assert.Equal(parameter, Assert.ThrowsAny<ArgumentException>(() => LogLines.FromDirectory(path!)).ParamName);
        Assert.Equal(parameter, Assert.ThrowsAny<ArgumentException>(() => LogLines.FollowFile(path!)).ParamName);
    }
}
