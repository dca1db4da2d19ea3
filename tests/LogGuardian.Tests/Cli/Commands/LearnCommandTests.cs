using System.Text.Json;
using LogGuardian.Tests.Core.Sources;

namespace LogGuardian.Tests.Cli.Commands;

public sealed class LearnCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Learn_Log_WritesAStateThatKnowsItsWindow()
    {
        string state = Path.Combine(_folder.Path, "app.state");
        CliResult result = await CliRunner.RunAsync("learn", _folder.Write("app.log", GeneratedLog.Write(1_000)), "--state", state, "--window", "60s");
        Assert.Equal(0, result.Code);
        Assert.Equal("", result.Error);
        Assert.Equal("1,000 read = 1,000 parsed + 0 skipped", result.Summary["lines"]);
        Assert.Matches("^[0-9]+ windows of 1m", result.Summary["learned"]);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(state));
        Assert.Equal("1m", document.RootElement.GetProperty("settings").GetProperty("window").GetString());
        Assert.Equal(JsonValueKind.Null, document.RootElement.GetProperty("settings").GetProperty("format").ValueKind);
    }

    [Fact]
    public async Task Learn_EmptyLog_IsRefused()
    {
        string state = Path.Combine(_folder.Path, "app.state");
        CliResult result = await CliRunner.RunAsync("learn", _folder.Write("app.log", ""), "--state", state);
        Assert.Equal(new CliResult(2, "", "error: The inputs hold no log lines (0 read, 0 parsed); there was nothing to learn. Check the paths.\n"), result);
        Assert.False(File.Exists(state));
    }

    [Fact]
    public async Task Learn_UnwritableState_IsRefused()
    {
        CliResult result = await CliRunner.RunAsync("learn", _folder.Write("app.log", GeneratedLog.Write(200)), "--state", Path.Combine(_folder.Path, "no", "such.state"));
        Assert.Equal(2, result.Code);
        Assert.StartsWith($"error: State '{Path.Combine(_folder.Path, "no", "such.state")}' cannot be written: ", result.Error, StringComparison.Ordinal);
        Assert.EndsWith(" Check that its directory exists and may be written.\n", result.Error, StringComparison.Ordinal);
    }
}
