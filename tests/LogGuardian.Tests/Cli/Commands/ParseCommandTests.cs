using System.Text;
using System.Text.Json;
using LogGuardian.Tests.Core.Sources;

namespace LogGuardian.Tests.Cli.Commands;

public sealed class ParseCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Parse_Csv_HasHeaderFieldsInOrder()
    {
        string log = _folder.Write("hdfs.log", "081109 203615 148 INFO dfs.DataNode: Received block blk_1 of size 67108864\n081109 203616 149 WARN dfs.DataNode: Lost \"block\", blk_2\n");
        CliResult result = await CliRunner.RunAsync("parse", log, "--format", "<Date> <Time> <Pid> <Level> <Component>: <Content>");
        Assert.Equal(0, result.Code);
        List<string[]> rows = CsvReader.Read(result.Output);
        Assert.Equal(["LineId", "Date", "Time", "Pid", "Level", "Component", "Content", "EventId", "EventTemplate", "Parameters"], rows[0]);
        Assert.Equal(["1", "081109", "203615", "148", "INFO", "dfs.DataNode", "Received block blk_1 of size 67108864"], rows[1][..7]);
        Assert.Equal("Lost \"block\", blk_2", rows[2][6]);
        Assert.Matches("^[0-9a-f]{16}$", rows[1][7]);
        Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(rows[1][9]).RootElement.ValueKind);
    }

    [Fact]
    public async Task Parse_File_ShowsTheFinalTemplateOnEveryLine()
    {
        string log = _folder.Write("app.log", string.Concat(Enumerable.Range(0, 50).Select(i => $"worker {(char)('a' + (i % 26))}x went to sleep now\n")));
        List<string[]> rows = CsvReader.Read((await CliRunner.RunAsync("parse", log)).Output);
        Assert.Equal(51, rows.Count);
        Assert.Equal(["worker <*> went to sleep now"], rows.Skip(1).Select(row => row[^2]).Distinct());
    }

    [Fact]
    public async Task Parse_JsonLines_HasAllFields()
    {
        CliResult result = await CliRunner.RunAsync(Encoding.UTF8.GetBytes(GeneratedLog.Write(300)), ["parse", "-", "--output", "jsonl"]);
        Assert.Equal(0, result.Code);
        Assert.Equal(300, result.OutputLines.Length);
        Assert.All(result.OutputLines, line => Assert.Equal(
            ["lineId", "lineCount", "fields", "content", "eventId", "eventTemplate", "parameters"],
            JsonDocument.Parse(line).RootElement.EnumerateObject().Select(property => property.Name)));
    }

    [Fact]
    public async Task Parse_GeneratedLog_RowsReadBackToTheLines()
    {
        string text = GeneratedLog.Write(1_000, faultAt: 500);
        List<string[]> rows = CsvReader.Read((await CliRunner.RunAsync("parse", _folder.Write("app.log", text))).Output);
        int content = Array.IndexOf(rows[0], "Content");
        string[] lines = text.Split('\n');
        Assert.Equal(1_001, rows.Count);
        Assert.All(rows.Skip(1), row => Assert.EndsWith(row[content], lines[int.Parse(row[0], null) - 1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Parse_BrokenFormat_IsRefused()
    {
        CliResult result = await CliRunner.RunAsync("parse", _folder.Write("a.log", "x\n"), "--format", "<Date <Content>");
        Assert.Equal(2, result.Code);
        Assert.StartsWith("error: --format is '<Date <Content>'", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Parse_Directory_IsRefused() => Assert.Equal(
        new CliResult(2, "", $"error: Input '{_folder.Path}' is a directory; it must be a file, or - for standard input. Parse its files one by one.\n"),
        await CliRunner.RunAsync("parse", _folder.Path));
}
