using System.Globalization;
using LogGuardian.Tests.Core.Sources;

namespace LogGuardian.Tests.Cli.Options;

public sealed class MaskOptionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _log;

    public MaskOptionTests() => _log = _folder.Write(
        "app.log",
        string.Concat(Enumerable.Range(0, 300).Select(i => string.Create(CultureInfo.InvariantCulture, $"2024-05-01 10:00:00 INFO sent ORD-{i} of AB{i % 2 + 10:0000}\n"))));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Parse_Masks_NameTheValues()
    {
        CliResult result = await CliRunner.RunAsync("parse", "--mask", @"ORDER=ORD-\d+", "--mask", "SKU=[A-Z]{2}[0-9]{4}", _log);
        List<string[]> rows = CsvReader.Read(result.Output);
        Assert.Equal((0, "sent <ORDER> of <SKU>", """["ORD-7","AB0011"]"""), (result.Code, rows[8][^2], rows[8][^1]));
    }

    [Fact]
    public async Task Patterns_Masks_ShowTheirKind()
    {
        CliResult result = await CliRunner.RunAsync("patterns", _log, "--mask", "SKU=AB[0-9]+", "--parameters");
        Assert.EndsWith("sent <ID> of <SKU>", result.OutputLines[1], StringComparison.Ordinal);
        Assert.Equal("    2  custom, 2 values; AB0010 50 %, AB0011 50 %", result.OutputLines[3]);
    }

    [Fact]
    public async Task Scan_LearnedWithTheSameMasks_FindsNothingNew()
    {
        string state = Path.Combine(_folder.Path, "state.json");
        Assert.Equal(0, (await CliRunner.RunAsync("learn", _log, "--state", state, "--mask", "SKU=AB[0-9]+")).Code);
        Assert.Contains("SKU", await File.ReadAllTextAsync(state), StringComparison.Ordinal);
        Assert.Equal(0, (await CliRunner.RunAsync("scan", _log, "--state", state, "--mask", "SKU=AB[0-9]+")).Code);
    }

    [Fact]
    public async Task Scan_TooManyMasks_IsRefused()
    {
        CliResult result = await CliRunner.RunAsync(["scan", _log, .. Enumerable.Repeat(new[] { "--mask", "A=x" }, 33).SelectMany(pair => pair)]);
        Assert.Equal(new CliResult(2, "", "error: --mask is given 33 times; it must be at most 32 times. Join patterns that may share a name with |.\n"), result);
    }
}
