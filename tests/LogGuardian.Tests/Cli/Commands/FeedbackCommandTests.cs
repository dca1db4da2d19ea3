using LogGuardian.Tests.Core.Sources;

namespace LogGuardian.Tests.Cli.Commands;

public sealed class FeedbackCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _log;
    private readonly string _state;

    public FeedbackCommandTests()
    {
        _log = _folder.Write("app.log", GeneratedLog.Write(2_000, faultAt: 1_001));
        _state = Path.Combine(_folder.Path, "app.state");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Feedback_FaultMarkedNormal_IsNoLongerShown()
    {
        await LearnAsync();
        CliResult before = await ScanAsync();
        Assert.Contains("  lines 1001–1100", before.Output, StringComparison.Ordinal);
        CliResult result = await CliRunner.RunAsync("feedback", _log, "--state", _state, "--normal", "1005");
        Assert.Equal(new CliResult(0, "normal   lines 1001-1100\n", ""), result);
        Assert.DoesNotContain("  lines 1001–1100", (await ScanAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feedback_WindowMarkedAsAnomaly_IsShownWithTheReason()
    {
        await LearnAsync();
        CliResult result = await CliRunner.RunAsync("feedback", _log, "--state", _state, "--anomaly", "350");
        Assert.Equal(new CliResult(0, "anomaly  lines 301-400\n", ""), result);
        CliResult scan = await ScanAsync();
        Assert.Contains("  lines 301–400", scan.Output, StringComparison.Ordinal);
        Assert.Contains("was marked as an anomaly on", scan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feedback_LineThatIsNotThere_IsRefusedAndNothingIsWritten()
    {
        await LearnAsync();
        byte[] before = await File.ReadAllBytesAsync(_state);
        CliResult result = await CliRunner.RunAsync("feedback", _log, "--state", _state, "--normal", "1005", "9999");
        Assert.Equal(new CliResult(2, "", "error: No window is named '9999'; it must be the number of a line of the log. Copy it from what scan shows.\n"), result);
        Assert.Equal(before, await File.ReadAllBytesAsync(_state));
    }

    [Fact]
    public async Task Feedback_NoWindow_IsRefused()
    {
        await LearnAsync();
        CliResult result = await CliRunner.RunAsync("feedback", _log, "--state", _state);
        Assert.Equal(new CliResult(2, "", "error: --normal and --anomaly name 0 windows; they must name 1 to 256. Write, say, --normal 1201.\n"), result);
    }

    private async Task LearnAsync() =>
        Assert.Equal(0, (await CliRunner.RunAsync("learn", _folder.Write("calm.log", GeneratedLog.Write(8_000, seed: 2)), "--state", _state)).Code);

    private Task<CliResult> ScanAsync() => CliRunner.RunAsync("scan", _log, "--state", _state);
}
