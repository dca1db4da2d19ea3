using LogGuardian.Inference;
using LogGuardian.TestModels;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.Inference.Bundles;

namespace LogGuardian.Tests.Cli.Commands;

public sealed class ModelCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Inspect_Bundle_ShowsManifestFilesAndModels()
    {
        CliResult result = await CliRunner.RunAsync("model", "inspect", BundleSamples.Write(_folder.Path, new TestBundleOptions { Quantized = true }));
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal("test-2x32-int8", result.OutputLines[0]);
        Assert.Contains("tokenizer   vocab.txt, wordpiece, at most 64 tokens", result.OutputLines);
        Assert.Contains("encoder     encoder.onnx, 32 numbers, pooling mean, length 1", result.OutputLines);
        Assert.Contains("  in  input_ids int64 [?, ?]", result.OutputLines);
        Assert.Contains("  out last_hidden_state float32 [?, ?, 32]", result.OutputLines);
        Assert.Contains(result.OutputLines, line => line.StartsWith("answer      normal 17, anomalous 42", StringComparison.Ordinal));
        Assert.Contains(result.OutputLines, line => line.Contains("one at a time", StringComparison.Ordinal));
        Assert.Contains(result.OutputLines, line => line.StartsWith("vocab.txt ", StringComparison.Ordinal) && line.Contains(" bytes  ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_WholeBundle_IsOk()
    {
        CliResult result = await CliRunner.RunAsync("model", "verify", BundleSamples.Write(_folder.Path, new TestBundleOptions()));
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.StartsWith("ok test-2x32: 5 files, 3 models, ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_Default_ShowsItsCard()
    {
        using ModelBundle bundle = ModelBundle.OpenDefault();
        CliResult result = await CliRunner.RunAsync("model", "inspect", "default");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains($"card        {bundle.Manifest.Card}", result.OutputLines);
        Assert.Contains($"hash        {bundle.Hash}", result.OutputLines);
    }

    [Fact]
    public async Task Verify_DamagedBundle_SaysWhatIsWrong()
    {
        string folder = BundleSamples.Write(_folder.Path);
        File.AppendAllText(Path.Combine(folder, "vocab.txt"), "x");
        CliResult result = await CliRunner.RunAsync("model", "verify", folder);
        Assert.Equal(2, result.Code);
        Assert.StartsWith($"error: Model bundle '{folder}': 'vocab.txt' has ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error: Model bundle 'nowhere': There is nothing at this path", "model", "verify", "nowhere")]
    [InlineData("error: --provider is 'gpu'; it must be cpu, cuda, tensorrt, directml or coreml.", "model", "verify", "nowhere", "--provider", "gpu")]
    [InlineData("error: --seconds is '0'; it must be a whole number from 1 to 3600.", "model", "bench", "nowhere", "--seconds", "0")]
    public async Task Model_BadUsage_SaysWhatIsWrong(string message, params string[] args)
    {
        CliResult result = await CliRunner.RunAsync(args);
        Assert.Equal(2, result.Code);
        Assert.StartsWith(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_Bundle_ShowsFigures()
    {
        CliResult result = await CliRunner.RunAsync("model", "bench", BundleSamples.Write(_folder.Path, new TestBundleOptions()), "--seconds", "1");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal(
            ["check", "load the encoder", "first message", "encode, one core", "encode, two cores", "tokens of a message", "messages of a batch", "kept vectors, one core", "judge windows of 20, one core", "memory"],
            result.OutputLines.Where(line => line.Length > 34).Select(line => line[..34].TrimEnd()));
    }

    [Fact]
    public async Task Verify_WithoutTheNativeLibrary_NamesThePackage()
    {
        // The tool as it is built, without one of its files.
        string tool = Directory.CreateDirectory(Path.Combine(_folder.Path, "tool")).FullName;
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory).Where(file => Path.GetFileName(file) is var name && (name.EndsWith(".dll", StringComparison.Ordinal) || name.StartsWith("LogGuardian.Cli", StringComparison.Ordinal))))
        {
            File.Copy(file, Path.Combine(tool, Path.GetFileName(file)));
        }

        File.Delete(Path.Combine(tool, "LogGuardian.Cli.deps.json"));
        CliResult result = await CliProcess.RunToolAsync(Path.Combine(tool, "LogGuardian.Cli.dll"), _folder.Path, "model", "verify", "default");
        Assert.Equal(2, result.Code);
        Assert.StartsWith("error: The native library of ONNX Runtime is missing", result.Error, StringComparison.Ordinal);
        Assert.Contains("Reference the package Microsoft.ML.OnnxRuntime, or Microsoft.ML.OnnxRuntime.Gpu", result.Error, StringComparison.Ordinal);
    }
}
