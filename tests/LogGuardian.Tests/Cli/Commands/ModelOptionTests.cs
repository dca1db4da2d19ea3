using System.Text.Json.Nodes;
using LogGuardian.TestModels;
using LogGuardian.Tests.Conventions;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.Inference.Bundles;

namespace LogGuardian.Tests.Cli.Commands;

/// <summary>Commands that judge with the models of a bundle.</summary>
public sealed class ModelOptionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Scan_WithModel_AsksItForWhatIsUndecided()
    {
        string log = Log(3_000, faultAt: 2_500);
        CliResult result = await CliRunner.RunAsync("scan", log, "--warm-up", "1000", "--model", Bundle("a"), "--all", "--output", "jsonl");
        Assert.InRange(result.Code, 0, 1);
        string[] judged = [.. result.OutputLines.Where(line => line.Contains("\"label\":\"normal\"", StringComparison.Ordinal) || line.Contains("\"label\":\"anomaly\"", StringComparison.Ordinal))];
        Assert.Equal(20, judged.Length);
        foreach (string detector in (string[])["\"meaning\"", "\"logllm\""])
        {
            Assert.InRange(judged.Count(line => line.Contains(detector, StringComparison.Ordinal)), 1, 19);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Scan_ModelThatLabelsCalibrated_IsNotAskedWhatMessagesMean(bool isFitted)
    {
        string folder = Bundle("a");
        BundleSamples.Edit(folder, manifest => manifest["calibration"] = new JsonObject { ["slope"] = 1, ["bias"] = 0, ["fitted"] = isFitted });
        CliResult result = await CliRunner.RunAsync("scan", Log(2_000, faultAt: 1_500), "--warm-up", "1000", "--model", folder, "--all", "--output", "jsonl");
        Assert.InRange(result.Code, 0, 1);
        Assert.Equal(!isFitted, result.Output.Contains("\"meaning\"", StringComparison.Ordinal));
        Assert.Contains("\"logllm\"", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_DefaultModel_AsksItAndItsStateAsksForIt()
    {
        string log = Log(2_000, faultAt: 1_500);
        string state = Path.Combine(_folder.Path, "learned.state");
        Assert.Equal(0, (await CliRunner.RunAsync("learn", log, "--state", state, "--model", "default")).Code);
        CliResult result = await CliRunner.RunAsync("scan", log, "--state", state, "--model", "default", "--all", "--output", "jsonl");
        Assert.InRange(result.Code, 0, 1);
        Assert.Contains("\"logllm\"", result.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await CliRunner.RunAsync("scan", log, "--state", state)).Code);
    }

    [Fact]
    public async Task Scan_StateOfAnotherModel_IsRefused()
    {
        string log = Log(2_000);
        string state = Path.Combine(_folder.Path, "learned.state");
        (string model, string other) = (Bundle("a"), Bundle("b", seed: 2));
        CliResult learned = await CliRunner.RunAsync("learn", log, "--state", state, "--model", model);
        Assert.Equal((0, ""), (learned.Code, learned.Error));
        CliResult without = await CliRunner.RunAsync("scan", log, "--state", state);
        Assert.Equal(2, without.Code);
        Assert.Matches($"^error: State '{state}' was learned with the model [0-9a-f]{{12}}; the command has no model. Pass that bundle by --model, or learn again.", without.Error);
        Assert.Equal(2, (await CliRunner.RunAsync("scan", log, "--state", state, "--model", other)).Code);
        CliResult same = await CliRunner.RunAsync("scan", log, "--state", state, "--model", model);
        Assert.Equal((0, ""), (same.Code, same.Error));
        Assert.Equal(0, (await CliRunner.RunAsync("feedback", log, "--state", state, "--normal", "50", "--model", model)).Code);
    }

    [Fact]
    public async Task Evaluate_WithModel_KnowsItsMethods()
    {
        string[] data = ["evaluate", "--dataset", "recording", "--data", Path.Combine(Repository.Root, "samples/data/lab/smoke"), "--protocol", "lab", "--method", "meaning,logllm,logguardian-model"];
        CliResult result = await CliRunner.RunAsync([.. data, "--model", Bundle("a")]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.All((string[])["meaning ", "logllm ", "logguardian-model "], method => Assert.Contains(result.OutputLines, line => line.StartsWith(method, StringComparison.Ordinal)));
        CliResult without = await CliRunner.RunAsync(data);
        Assert.Equal(2, without.Code);
        Assert.StartsWith("error: Method is 'meaning'; it must be one of ", without.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_NoBundleThere_SaysSo()
    {
        CliResult result = await CliRunner.RunAsync("scan", Log(100), "--model", "nowhere");
        Assert.Equal(2, result.Code);
        Assert.StartsWith("error: --model: Model bundle 'nowhere': There is nothing at this path", result.Error, StringComparison.Ordinal);
    }

    private string Bundle(string name, int seed = 1) =>
        BundleSamples.Write(Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName, new TestBundleOptions { Seed = seed });

    private string Log(int lines, int? faultAt = null)
    {
        string path = Path.Combine(_folder.Path, "app.log");
        File.WriteAllText(path, GeneratedLog.Write(lines, faultAt));
        return path;
    }
}
