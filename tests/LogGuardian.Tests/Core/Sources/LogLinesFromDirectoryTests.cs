namespace LogGuardian.Tests.Core.Sources;

public sealed class LogLinesFromDirectoryTests
{
    [Fact]
    public async Task FromDirectory_NestedFiles_ReadsThemInOrdinalOrder()
    {
        using TempFolder folder = new();
        folder.Write("b.log", "b1\nb2");
        folder.Write("B.log", "B1\n");
        folder.Write("a/2.log", SourceAssert.Gzip("a2\n"));
        folder.Write("a/10.log", "a10\n\n");
        folder.Write(".hidden.log", "no\n");
        folder.Write(".git/config", "no\n");
        folder.Write("empty.log", "");
        folder.Write("z.bin", [0x7F, .. "ELF\n"u8]);

        List<LogLine> lines = await SourceAssert.ReadAsync(LogLines.FromDirectory(folder.Path));

        Assert.Equal(
            ["B.log 1:B1", "a/10.log 1:a10", "a/10.log 2: [Blank]", "a/2.log 1:a2", "b.log 1:b1", "b.log 2:b2", "z.bin 1:\u007FELF [Binary]"],
            lines.Select(l => $"{Path.GetRelativePath(folder.Path, l.Source).Replace('\\', '/')} {SourceAssert.Show(l)}"));
        Assert.Equal(Path.Combine(folder.Path, "B.log"), lines[0].Source);
    }

    [SkippableFact]
    public async Task FromDirectory_Links_FollowsThoseToFilesOnly()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege there.");
        using TempFolder folder = new();
        using TempFolder elsewhere = new();
        elsewhere.Write("target", "linked\n");
        folder.Write("a.log", "a\n");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "link.log"), Path.Combine(elsewhere.Path, "target"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "up"), folder.Path);
        Assert.Equal(["1:a", "1:linked"], await SourceAssert.TextAsync(LogLines.FromDirectory(folder.Path)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FromDirectory_FileVanishes_IsToldAndReadingGoesOn(bool listens)
    {
        using TempFolder folder = new();
        folder.Write("a.log", "a\n");
        string vanishing = folder.Write("b.log", "b\n");
        folder.Write("c.log", "c\n");
        List<string> problems = [];
        LogReadOptions options = new() { OnProblem = listens ? e => problems.Add(e.Message) : null };

        List<string> lines = [];
        await foreach (LogLine line in LogLines.FromDirectory(folder.Path, options).ReadAsync())
        {
            lines.Add(SourceAssert.Show(line));
            File.Delete(vanishing);
        }

        Assert.Equal(["1:a", "1:c"], lines);
        Assert.Equal(listens ? [$"File '{vanishing}' does not exist; it must be a log file. Check the path."] : [], problems);
    }

    [Fact]
    public async Task FromDirectory_DamagedFile_IsToldAndReadingGoesOn()
    {
        using TempFolder folder = new();
        string damaged = folder.Write("a.gz", SourceAssert.Gzip("a\nhalf of a line")[..^3]);
        folder.Write("b.log", "b\n");
        List<string> problems = [];

        Assert.Equal(
            ["1:a", "1:b"],
            await SourceAssert.TextAsync(LogLines.FromDirectory(folder.Path, new LogReadOptions { OnProblem = e => problems.Add(e.Message) })));
        Assert.Equal([$"'{damaged}' is damaged or cut off: it is compressed and cannot be decompressed beyond line 1. Replace it with a complete copy."], problems);
    }

    [Fact]
    public async Task FromDirectory_DamagedFileAndNoListener_EndsReading()
    {
        using TempFolder folder = new();
        folder.Write("a.log", "a\n");
        folder.Write("b.gz", SourceAssert.Gzip("b\n")[..^3]);
        folder.Write("c.log", "c\n");
        (List<string> lines, LogSourceException e) = await SourceAssert.FailsAsync(LogLines.FromDirectory(folder.Path));
        Assert.Equal("1:a", lines[0]);
        Assert.DoesNotContain("1:c", lines);
        Assert.Contains("is damaged or cut off", e.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task FromDirectory_LinksInACircle_AreToldAndReadingGoesOn()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege there.");
        using TempFolder folder = new();
        string circle = Path.Combine(folder.Path, "a.log");
        File.CreateSymbolicLink(circle, circle);
        folder.Write("b.log", "b\n");
        List<LogSourceException> problems = [];
        Assert.Equal(["1:b"], await SourceAssert.TextAsync(LogLines.FromDirectory(folder.Path, new LogReadOptions { OnProblem = problems.Add })));
        Assert.StartsWith($"File '{circle}' ", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FromDirectory_Missing_SaysSo()
    {
        using TempFolder folder = new();
        string path = Path.Combine(folder.Path, "none");
        LogSourceException e = await Assert.ThrowsAsync<LogSourceException>(() => SourceAssert.ReadAsync(LogLines.FromDirectory(path)));
        Assert.Equal($"Directory '{path}' does not exist; it must hold log files. Check the path.", e.Message);
    }

    [Fact]
    public async Task FromDirectory_File_NamesTheOtherCall()
    {
        using TempFolder folder = new();
        string path = folder.Write("app.log", "a\n");
        LogSourceException e = await Assert.ThrowsAsync<LogSourceException>(() => SourceAssert.ReadAsync(LogLines.FromDirectory(path)));
        Assert.Equal($"Directory '{path}' is a file; it must be a directory. Use LogLines.FromFile to read one file.", e.Message);
    }

    [Fact]
    public async Task FromDirectory_Cancelled_ThrowsOperationCanceled()
    {
        using TempFolder folder = new();
        folder.Write("a.log", "a\n");
        folder.Write("b.log", "b\n");
        using CancellationTokenSource stop = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (LogLine line in LogLines.FromDirectory(folder.Path).ReadAsync().WithCancellation(stop.Token))
            {
                await stop.CancelAsync();
            }
        });
    }
}
