using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LogGuardian.Tests.Core.Sources;

namespace LogGuardian.Tests.Cli.Commands;

public sealed class ScanCommandTests : IDisposable
{
    private const int Lines = 8_000;
    private const int FaultAt = 7_001;
    private static readonly string Faulty = GeneratedLog.Write(Lines, FaultAt);
    private readonly TempFolder _folder = new();
    private readonly string _log;

    public ScanCommandTests() => _log = _folder.Write("app.log", Faulty);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Scan_LogWithFault_NamesTheFaultAndReturns1()
    {
        CliResult result = await CliRunner.RunAsync("scan", _log);
        Assert.Equal(1, result.Code);
        Assert.Equal("", result.Error);
        Assert.Contains("  lines 7001–7100", result.Output, StringComparison.Ordinal);
        Assert.Contains("      7001 │ 2024-05-01 ", result.Output, StringComparison.Ordinal);
        Assert.Contains("ERROR [disk] write to volume failed", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Fact]
    public async Task Scan_Summary_AddsUp()
    {
        CliResult result = await CliRunner.RunAsync("scan", _folder.Write("gaps.log", Faulty.Replace("\n2024", "\n\n2024", StringComparison.Ordinal)));
        Assert.Equal($"15,999 read = 8,000 parsed + 7,999 skipped (7,999 blank)", result.Summary["lines"]);
        Assert.StartsWith("80: ", result.Summary["windows"], StringComparison.Ordinal);
        Assert.EndsWith(" normal, 50 unscored", result.Summary["windows"], StringComparison.Ordinal);
        Assert.Equal("5,000 lines as normal", result.Summary["learned"]);
    }

    [Fact]
    public async Task Scan_LogWithoutFault_Returns0()
    {
        CliResult result = await CliRunner.RunAsync("scan", _folder.Write("calm.log", GeneratedLog.Write(Lines)), "--threshold", "0.7");
        Assert.Equal(0, result.Code);
        Assert.Equal("80: 0 anomalies, 30 normal, 50 unscored", result.Summary["windows"]);
    }

    [Fact]
    public async Task Scan_JsonLines_HasOneObjectPerAnomalyAndNothingElse()
    {
        CliResult result = await CliRunner.RunAsync("scan", _log, "--output", "jsonl");
        Assert.Equal(1, result.Code);
        JsonElement[] found = [.. result.OutputLines.Select(line => JsonDocument.Parse(line).RootElement)];
        JsonElement detection = Assert.Single(found, found => found.GetProperty("window").GetProperty("firstLine").GetInt64() == FaultAt);
        Assert.Equal(
            ["window", "score", "threshold", "label", "tiers", "evidence", "explanation", "failure", "early", "revisesEarly", "incident"],
            detection.EnumerateObject().Select(property => property.Name));
        JsonElement window = detection.GetProperty("window");
        Assert.Superset(
            new HashSet<string> { "kind", "firstLine", "lastLine", "session", "start", "end" },
            window.EnumerateObject().Select(property => property.Name).ToHashSet());
        Assert.Equal(7_100, window.GetProperty("lastLine").GetInt64());
        Assert.Equal("anomaly", detection.GetProperty("label").GetString());
        Assert.Equal($"{Lines:N0} read = {Lines:N0} parsed + 0 skipped".Replace('.', ','), result.Summary["lines"]);
    }

    [Fact]
    public async Task Scan_Incidents_ShowsRepeatsAsOne()
    {
        string log = _folder.Write("long.log", GeneratedLog.Write(Lines, FaultAt));
        CliResult every = await CliRunner.RunAsync("scan", log, "--window", "10", "--output", "jsonl");
        CliResult grouped = await CliRunner.RunAsync("scan", log, "--window", "10", "--output", "jsonl", "--incidents");
        Assert.All(every.OutputLines, line => Assert.Equal(JsonValueKind.Null, Incident(line).ValueKind));
        Assert.True(grouped.OutputLines.All(line => Incident(line).GetProperty("count").GetInt32() >= 1));
        Assert.Contains(grouped.OutputLines, line => Incident(line).GetProperty("count").GetInt32() == 2 && Incident(line).GetProperty("ended").GetBoolean());
        Assert.Contains("  2 times in 0.00:00:", (await CliRunner.RunAsync("scan", log, "--window", "10", "--incidents")).Output, StringComparison.Ordinal);
        static JsonElement Incident(string line) => JsonDocument.Parse(line).RootElement.GetProperty("incident");
    }

    [Fact]
    public async Task Scan_DamagedState_UsesTheOneBeforeAndWarns()
    {
        string state = Path.Combine(_folder.Path, "app.state");
        await CliRunner.RunAsync("learn", _log, "--state", state);
        await CliRunner.RunAsync("learn", _log, "--state", state);
        File.WriteAllText(state, "half");
        CliResult result = await CliRunner.RunAsync("scan", _log, "--state", state);
        Assert.NotEqual(2, result.Code);
        Assert.StartsWith($"warning: State '{state}': The state is damaged: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(" Learn again. The one before it is used, of ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_All_PrintsEveryWindow()
    {
        CliResult result = await CliRunner.RunAsync("scan", _log, "--output", "jsonl", "--all", "--window", "200/100");
        string[] labels = [.. result.OutputLines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("label").GetString()!)];
        Assert.Equal(79, labels.Length);
        Assert.Contains("unscored", labels);
        Assert.Contains("normal", labels);
        Assert.Contains("anomaly", labels);
    }

    [Fact]
    public async Task Scan_Top_PrintsTheHighestScoresBestFirst()
    {
        CliResult all = await CliRunner.RunAsync("scan", _log, "--output", "jsonl", "--all");
        CliResult top = await CliRunner.RunAsync("scan", _log, "--output", "jsonl", "--all", "--top", "3");
        Assert.Equal(all.OutputLines.OrderByDescending(Score).Take(3), top.OutputLines);
        static float Score(string line) => JsonDocument.Parse(line).RootElement.GetProperty("score").GetSingle();
    }

    [Fact]
    public async Task Scan_CompressedOrPiped_FindsTheSame()
    {
        CliResult plain = await CliRunner.RunAsync("scan", _log);
        CliResult gzip = await CliRunner.RunAsync("scan", _folder.Write("gzip.log", Gzip(Faulty)));
        using var compressor = new ZstdSharp.Compressor();
        CliResult zstd = await CliRunner.RunAsync("scan", _folder.Write("zstd.log", compressor.Wrap(Encoding.UTF8.GetBytes(Faulty)).ToArray()));
        CliResult pipe = await CliRunner.RunAsync(Encoding.UTF8.GetBytes(Faulty), ["scan", "-"]);
        CliResult windows = await CliRunner.RunAsync("scan", _folder.Write("crlf.log", "\ufeff" + Faulty.ReplaceLineEndings("\r\n")));
        Assert.Equal(Found(plain), Found(gzip));
        Assert.Equal(Found(plain), Found(zstd));
        Assert.Equal(Found(plain), Found(pipe));
        Assert.Equal(Found(plain), Found(windows));
    }

    [Fact]
    public async Task Scan_StateThatLearnWrote_EqualsScanWithLearn()
    {
        string normal = _folder.Write("normal.log", GeneratedLog.Write(6_000, seed: 2));
        string more = _folder.Write("more.log", GeneratedLog.Write(6_000, seed: 3));
        string state = Path.Combine(_folder.Path, "app.state.gz");
        CliResult learned = await CliRunner.RunAsync("learn", normal, more, "--state", state, "--window", "50");
        Assert.Equal(0, learned.Code);
        Assert.Equal("12,000 read = 12,000 parsed + 0 skipped", learned.Summary["lines"]);
        CliResult direct = await CliRunner.RunAsync("scan", _log, "--window", "50", "--output", "jsonl", "--all", "--learn", normal, more);
        CliResult loaded = await CliRunner.RunAsync("scan", _log, "--state", state, "--output", "jsonl", "--all");
        Assert.Equal(1, direct.Code);
        Assert.Equal(Judgements(direct), Judgements(loaded));
        Assert.DoesNotContain("unscored\"", loaded.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_OtherWindowThanTheState_Warns()
    {
        string state = Path.Combine(_folder.Path, "app.state");
        await CliRunner.RunAsync("learn", _log, "--state", state);
        CliResult result = await CliRunner.RunAsync("scan", _log, "--state", state, "--window", "50");
        Assert.Equal(
            $"warning: State '{state}' was learned with --window 100; scores of --window 50 do not compare with it. Leave --window out, or learn again.\n",
            result.Error);
    }

    [Fact]
    public async Task Scan_UpdateState_WritesWhatWasLearned()
    {
        string state = Path.Combine(_folder.Path, "app.state");
        await CliRunner.RunAsync("learn", _folder.Write("normal.log", GeneratedLog.Write(6_000, seed: 2)), "--state", state);
        string before = File.ReadAllText(state);
        Assert.Equal(1, (await CliRunner.RunAsync("scan", _log, "--state", state)).Code);
        Assert.Equal(before, File.ReadAllText(state));
        Assert.Equal(1, (await CliRunner.RunAsync("scan", _log, "--state", state, "--update-state")).Code);
        Assert.NotEqual(before, File.ReadAllText(state));
        Assert.Equal([_log, Path.Combine(_folder.Path, "app.state"), Path.Combine(_folder.Path, "app.state.previous"), Path.Combine(_folder.Path, "normal.log")], Directory.GetFiles(_folder.Path).Order());
    }

    [Fact]
    public async Task Scan_Directory_JudgesEveryFileByItself()
    {
        _folder.Write("logs/a.log", GeneratedLog.Write(150));
        _folder.Write("logs/deep/b.log", GeneratedLog.Write(150, seed: 2));
        CliResult result = await CliRunner.RunAsync("scan", Path.Combine(_folder.Path, "logs"), "--warm-up", "0", "--all", "--output", "jsonl");
        Assert.Equal(
            ["a.log 1-100", "a.log 101-150", "b.log 1-100", "b.log 101-150"],
            result.OutputLines.Select(Place).Order());
        static string Place(string line)
        {
            JsonElement window = JsonDocument.Parse(line).RootElement.GetProperty("window");
            return $"{Path.GetFileName(window.GetProperty("source").GetString())} {window.GetProperty("firstLine")}-{window.GetProperty("lastLine")}";
        }
    }

    [Fact]
    public async Task Scan_OneWindow_SaysThatNothingWasScored()
    {
        CliResult result = await CliRunner.RunAsync("scan", _folder.Write("short.log", GeneratedLog.Write(50)));
        Assert.Equal(0, result.Code);
        Assert.StartsWith("warning: Nothing was scored: all windows went into learning", result.Error, StringComparison.Ordinal);
        Assert.EndsWith(" Teach what is normal with --learn <files> or --state <path>, or learn from fewer lines with --warm-up <lines>.\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_SessionNobodyHas_SaysSo()
    {
        CliResult result = await CliRunner.RunAsync("scan", _log, "--window", "session:nobody");
        Assert.Equal(0, result.Code);
        Assert.Equal("warning: No line matched --window session:nobody; no session was found. Check the expression against a line of the log.\n", result.Error);
        Assert.Equal("8,000 records belong to no window", result.Summary["outside"]);
    }

    private static string Found(CliResult result) => $"{result.Code}\n{result.Output[..result.Output.IndexOf("\nelapsed", StringComparison.Ordinal)]}";

    // To three digits: sums over what was loaded run in another order than over what was learned.
    private static string[] Judgements(CliResult result) =>
    [
        .. result.OutputLines.Select(line => JsonDocument.Parse(line).RootElement).Select(found =>
            $"{found.GetProperty("window")} {found.GetProperty("label")} {Math.Round(found.GetProperty("score").GetSingle(), 3)} {found.GetProperty("explanation")}"),
    ];

    private static byte[] Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
