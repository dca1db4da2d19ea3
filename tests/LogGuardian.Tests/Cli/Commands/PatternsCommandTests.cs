using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LogGuardian.Tests.Conventions;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Cli.Commands;

public sealed class PatternsCommandTests : IDisposable
{
    private const string Log =
        """
        2024-05-01 10:00:00 INFO  job mail took 10 ms
        2024-05-01 10:00:01 INFO  job mail took 20 ms
        2024-05-01 10:00:02 WARN  disk is nearly full
        2024-05-01 10:00:03 INFO  job mail took 40 ms
        2024-05-01 10:00:10 ERROR job mail took 900 ms

        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Patterns_File_IsATableWithASummary()
    {
        CliResult result = await CliRunner.RunAsync("patterns", _folder.Write("app.log", Log));
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal(
            """
            count   share  severity              rate  first seen           last seen  template
                4  80.0 %  INFO, ERROR 25.0 %  18/min  2024-05-01 10:00:00  10:00:10   job mail took <NUM> ms
                1  20.0 %  WARN                     –  2024-05-01 10:00:02  10:00:02   disk is nearly full

            lines    5 read = 5 parsed + 0 skipped
            patterns 2

            """,
            WithoutElapsed(result.Output));
    }

    [Fact]
    public async Task Patterns_Rare_BeginsWithTheRarest()
    {
        CliResult result = await CliRunner.RunAsync("patterns", _folder.Write("app.log", Log), "--rare", "--top", "1");
        Assert.EndsWith("  disk is nearly full", result.OutputLines[1], StringComparison.Ordinal);
        Assert.Equal("patterns 2, the 1 rarest shown", result.OutputLines[^2]);
    }

    [Fact]
    public async Task Patterns_Parameters_ShowValuesAndAnExample()
    {
        string log = string.Concat(Enumerable.Range(1, 1_000).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"2024-05-01 10:00:00 INFO job took {i} ms on {(i % 10 == 0 ? "10.0.0.1" : "10.0.0.2")} trace=t{1_000_000 + i} try {i % 3} of 3\n")));
        CliResult result = await CliRunner.RunAsync("patterns", _folder.Write("app.log", log), "--parameters");
        Assert.Equal(
            [
                "    1      number, about 988 values; 1 to 1,000, p50 498, p90 907, p99 983",
                "    2      address, 2 values; 10.0.0.2 90 %, 10.0.0.1 10 %",
                "    trace  id, about 1,000 values",
                "    4      number, 3 values; 1 33.4 %, 0 33.3 %, 2 33.3 %",
                "    5      number, always 3",
                "    line 1 │ 2024-05-01 10:00:00 INFO job took 1 ms on 10.0.0.2 trace=t1000001 try 1 of 3",
            ],
            result.OutputLines.Where(line => line.StartsWith("    ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Patterns_StandardInput_IsRead()
    {
        CliResult result = await CliRunner.RunAsync(Encoding.UTF8.GetBytes(Log), ["patterns", "-"]);
        Assert.Equal((0, "5 read = 5 parsed + 0 skipped"), (result.Code, result.Summary["lines"]));
    }

    [Fact]
    public async Task Patterns_LinesWithoutTimes_AreFoundByTheirNumber()
    {
        CliResult result = await CliRunner.RunAsync("patterns", _folder.Write("app.log", "all is well\nall is well\n"));
        Assert.Equal("    2  100.0 %  –            –  line 1      line 2     all is well", result.OutputLines[1]);
    }

    [Fact]
    public async Task Patterns_Directory_NamesTheFiles()
    {
        _folder.Write("logs/a.log", "all is well\n");
        _folder.Write("logs/b.log", "all is well\n");
        string logs = Path.Combine(_folder.Path, "logs");
        CliResult result = await CliRunner.RunAsync("patterns", logs, "--output", "jsonl");
        JsonElement pattern = JsonDocument.Parse(Assert.Single(result.OutputLines)).RootElement;
        Assert.Equal((Path.Combine(logs, "a.log"), Path.Combine(logs, "b.log")), (Source(pattern, "first"), Source(pattern, "last")));
    }

    [Fact]
    public async Task Patterns_JsonLines_HaveTheDocumentedMembers()
    {
        CliResult result = await CliRunner.RunAsync("patterns", _folder.Write("app.log", Log), "--output", "jsonl");
        Assert.Equal((0, 2), (result.Code, result.OutputLines.Length));
        JsonElement pattern = JsonDocument.Parse(result.OutputLines[0]).RootElement;
        Assert.Equal(
            ["templateId", "template", "count", "share", "severity", "severities", "firstSeen", "lastSeen", "perSecond", "first", "last", "parameters", "examples"],
            Names(pattern));
        Assert.Equal(
            ["position", "name", "kind", "count", "distinct", "distinctIsExact", "values", "numbers"], Names(pattern.GetProperty("parameters")[0]));
        Assert.Equal(
            "{\"count\":4,\"least\":10,\"greatest\":900,\"p50\":20,\"p90\":40,\"p99\":40}", pattern.GetProperty("parameters")[0].GetProperty("numbers").GetRawText());
        Assert.Equal("{\"information\":3,\"error\":1}", pattern.GetProperty("severities").GetRawText());
        Assert.Equal(("2024-05-01T10:00:00Z", 0.3), (pattern.GetProperty("firstSeen").GetString(), pattern.GetProperty("perSecond").GetDouble()));
        Assert.Equal("5 read = 5 parsed + 0 skipped", result.Summary["lines"]);
        Assert.StartsWith("lines ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("patterns {0}/empty", "error: Directory '{0}/empty' holds no log files; it must hold text, gzip or zstd files. Check the path.\n")]
    [InlineData("patterns {0}/binary", "error: Input '{0}/binary' is not text; it must be a log in plain text, gzip or zstd. Check the path.\n")]
    [InlineData("patterns {0}/none.log", "error: File '{0}/none.log' does not exist; it must be a log file. Check the path.\n")]
    [InlineData("patterns {0}/empty --format <", "error: --format is '<': ")]
    public async Task Patterns_NothingToRead_Returns2(string commandLine, string error)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));
        _folder.Write("binary", new byte[10_000]);
        CliResult result = await CliRunner.RunAsync(string.Format(CultureInfo.InvariantCulture, commandLine, _folder.Path).Split(' '));
        Assert.Equal(2, result.Code);
        Assert.StartsWith(string.Format(CultureInfo.InvariantCulture, error, _folder.Path), result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Patterns_SourceThatBreaks_ShowsWhatCameBeforeAndReturns2()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(GeneratedLog.Write(50_000)));
        }

        string log = _folder.Write("cut.log.gz", packed.ToArray()[..^100_000]);
        CliResult result = await CliRunner.RunAsync("patterns", log);
        Assert.Equal(2, result.Code);
        Assert.StartsWith("patterns 5", result.OutputLines[^2], StringComparison.Ordinal);
        Assert.StartsWith($"error: '{log}' is damaged or cut off", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patterns_EmptyFile_ShowsNoneAndReturns0()
    {
        CliResult result = await CliRunner.RunAsync("patterns", _folder.Write("app.log", ""));
        Assert.Equal((0, "lines    0 read = 0 parsed + 0 skipped\npatterns 0\n"), (result.Code, WithoutElapsed(result.Output)));
    }

    [Fact]
    public async Task Patterns_HostileLines_CannotSteerTheTerminal()
    {
        string log = _folder.Write("app.log", "user \u001b[2J\u202Eeve logged in\nuser \u001b[31mbob logged in\nuser \u001b[31mcid logged in\n");
        foreach (string output in new[] { "text", "jsonl" })
        {
            CliResult result = await CliRunner.RunAsync("patterns", log, "--parameters", "--output", output);
            Assert.DoesNotContain('\u001b', result.Output);
            Assert.DoesNotContain('\u202E', result.Output.Split("\"template\":")[0]);
        }
    }

    [Fact]
    public async Task Patterns_Recording_ReadsLikeThis()
    {
        CliResult result = await CliRunner.RunAsync("patterns", Path.Combine(Repository.Root, "samples", "data", "orders-app.log.gz"), "--top", "8");
        Assert.Equal(0, result.Code);
        Snapshots.Match(WithoutElapsed(result.Output), "Samples", "Recording.patterns");
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name)];

    private static string? Source(JsonElement pattern, string member) => pattern.GetProperty(member).GetProperty("source").GetString();

    private static string WithoutElapsed(string output) =>
        string.Join('\n', output.Split('\n').Where(line => !line.StartsWith("elapsed", StringComparison.Ordinal)));
}
