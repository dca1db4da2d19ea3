using System.Text;
using LogGuardian.Tests.Core.Sources;

namespace LogGuardian.Tests.Cli;

/// <summary>The built tool in a process of its own: streams, signals and exit codes as a shell sees them.</summary>
public sealed class BlackBoxTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Process_LogWithFault_Returns1()
    {
        _folder.Write("app.log", GeneratedLog.Write(8_000, faultAt: 7_001));
        CliResult result = await CliProcess.RunAsync(_folder.Path, "scan", "app.log");
        Assert.Equal(1, result.Code);
        Assert.Equal("", result.Error);
        Assert.Contains("lines 7001–7100", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Theory]
    [InlineData("binary", 2, "error: Input 'hostile.log' is not text; it must be a log in plain text, gzip or zstd. Check the path.\n")]
    [InlineData("long", 2, "error: Input 'hostile.log' has no line that is short enough; lines must be at most 1 MiB. Check that it is a log with line breaks.\n")]
    [InlineData("empty", 0, "")]
    [InlineData("blank", 0, "")]
    public async Task Process_NothingToJudge_SaysSo(string kind, int code, string error)
    {
        _folder.Write("hostile.log", kind switch
        {
            "binary" => RandomBytes(100_000),
            "long" => Enumerable.Repeat((byte)'x', 20_000_000).ToArray(),
            "blank" => "\n \n\t\r\n"u8.ToArray(),
            _ => [],
        });
        CliResult result = await CliProcess.RunAsync(_folder.Path, "scan", "hostile.log");
        Assert.Equal((code, error), (result.Code, result.Error));
    }

    [Fact]
    public async Task Process_BadBytesBetweenGoodLines_AddsUp()
    {
        using var bytes = new MemoryStream();
        foreach (string line in GeneratedLog.Write(1_000).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            bytes.Write(Encoding.UTF8.GetBytes(line));
            bytes.Write([0xFF, 0xC3, 0x28, 0x1B, (byte)'[', (byte)'2', (byte)'J', (byte)'\r', (byte)'\n']);
        }

        bytes.Write([0, 0, 0, (byte)'\n']);
        _folder.Write("hostile.log", bytes.ToArray());
        CliResult result = await CliProcess.RunAsync(_folder.Path, "scan", "hostile.log", "--warm-up", "500", "--threshold", "0.01");
        Assert.Equal("1,001 read = 1,001 parsed + 0 skipped", result.Summary["lines"]);
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.DoesNotContain('\0', result.Output);
    }

    [Fact]
    public async Task Process_DirectoryWithoutLogs_Returns2()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "logs"));
        CliResult result = await CliProcess.RunAsync(_folder.Path, "scan", "logs");
        Assert.Equal((2, "error: Directory 'logs' holds no log files; it must hold text, gzip or zstd files. Check the path.\n"), (result.Code, result.Error));
    }

    [Fact]
    public async Task Process_CutGzip_Returns2()
    {
        byte[] gzip = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3];
        _folder.Write("cut.log.gz", gzip);
        CliResult result = await CliProcess.RunAsync(_folder.Path, "scan", "cut.log.gz");
        Assert.Equal(2, result.Code);
        Assert.StartsWith("error: 'cut.log.gz' is damaged or cut off", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    [InlineData("{\"kind\":\"logguardian-state\",\"version\":99,\"stages\":{}}")]
    [InlineData("{\"kind\":\"logguardian-state\",\"version\":1,\"settings\":{\"window\":5},\"stages\":{}}")]
    public async Task Process_UnreadableState_Returns2(string state)
    {
        _folder.Write("app.log", "x\n");
        _folder.Write("app.state", state);
        CliResult result = await CliProcess.RunAsync(_folder.Path, "scan", "app.log", "--state", "app.state");
        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.StartsWith("error: State 'app.state' cannot be used. ", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Process_ReaderLeavesEarly_EndsQuietly()
    {
        _folder.Write("app.log", GeneratedLog.Write(50_000));
        await using CliProcess run = CliProcess.Start(_folder.Path, "parse", "app.log");
        Assert.StartsWith("LineId,", await run.ReadLineAsync(), StringComparison.Ordinal);
        run.Output.Close();
        Assert.Equal((0, ""), await run.WaitAsync());
    }

    [Fact]
    public async Task Process_FollowThroughRotation_FindsTheFaultAndEndsWithASummary()
    {
        string path = _folder.Write("app.log", GeneratedLog.Write(3_000));
        await using CliProcess run = CliProcess.Start(_folder.Path, "scan", "app.log", "--follow", "--warm-up", "2000", "--output", "jsonl", "--all");
        await run.ReadUntilAsync("\"firstLine\":2901,");
        File.Move(path, path + ".1");
        File.WriteAllText(path, GeneratedLog.Write(2_000, faultAt: 1_001, seed: 2));
        string fault = await run.ReadUntilAsync("\"firstLine\":1001,");
        Assert.Contains("\"label\":\"anomaly\"", fault, StringComparison.Ordinal);
        await run.ReadUntilAsync("\"firstLine\":1901,");
        run.Interrupt();
        CliResult result = await run.EndAsync();
        Assert.Equal(1, result.Code);
        Assert.Equal("5,000 read = 5,000 parsed + 0 skipped", result.Summary["lines"]);
    }

    [Fact]
    public async Task Process_TerminatedWhileItWaitsForInput_EndsWithASummary()
    {
        await using CliProcess run = CliProcess.Start(_folder.Path, "scan", "-", "--all", "--warm-up", "0", "--window", "10", "--output", "jsonl");
        await run.WriteAsync(GeneratedLog.Write(15));
        await run.ReadUntilAsync("\"firstLine\":1,");
        run.Terminate();
        (int code, string error) = await run.WaitAsync();
        Assert.InRange(code, 0, 1);
        Assert.Contains("15 read = 15 parsed + 0 skipped", error, StringComparison.Ordinal);
    }

    private static byte[] RandomBytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
