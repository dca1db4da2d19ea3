using LogGuardian.Inference;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.Inference.Bundles;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Tests.Inference.Runtime;

public sealed class ModelRuntimeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void CreateEncoder_ProviderThatIsNotThere_IsRefused()
    {
        using var bundle = ModelBundle.Open(BundleSamples.Write(_folder.Path), new ModelOptions { Provider = "cuda" });
        var e = Assert.Throws<InvalidOperationException>(() => bundle.CreateEncoder());
        Assert.Contains("The execution provider 'cuda' cannot be used", e.Message, StringComparison.Ordinal);
        Assert.Contains("Microsoft.ML.OnnxRuntime.Gpu", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateEncoder_FallBack_RunsOnTheCpuAndSaysSo()
    {
        var log = new Lines();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(log));
        using var bundle = ModelBundle.Open(BundleSamples.Write(_folder.Path), new ModelOptions { Provider = "tensorrt", FallBackToCpu = true, LoggerFactory = factory });
        using MessageEncoder encoder = bundle.CreateEncoder();
        await encoder.EncodeAsync(BundleSamples.Messages(["payment stored"]), new float[encoder.Dimension]);
        Assert.Contains(log.All, line => line.StartsWith("Warning: Execution provider tensorrt cannot be used, models run on the CPU", StringComparison.Ordinal));
        Assert.Contains("Information: Model encoder.onnx runs on cpu.", log.All);
    }

    [Theory]
    [InlineData("Provider is gpu; it must be one of cpu, cuda, tensorrt, directml, coreml", "gpu", 1)]
    [InlineData("Threads is 0; it must be from 1 to 256", "cpu", 0)]
    public void Open_BadOptions_AreRefused(string message, string provider, int threads) => Assert.Contains(
        message,
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelBundle.Open("nowhere", new ModelOptions { Provider = provider, Threads = threads })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void OpenModel_WhatOnnxRuntimeRefuses_SaysWhichFile()
    {
        string folder = BundleSamples.Write(_folder.Path);
        byte[] model = File.ReadAllBytes(Path.Combine(folder, "encoder.onnx"));

        // The same length, so that nothing but the operator's name is wrong.
        "Attentiox"u8.CopyTo(model.AsSpan(model.AsSpan().IndexOf("Attention"u8)));
        File.WriteAllBytes(Path.Combine(folder, "encoder.onnx"), model);
        BundleSamples.Relist(folder);
        using var bundle = ModelBundle.Open(folder);
        Assert.Contains("encoder.onnx: ONNX Runtime does not take the model", Assert.Throws<InvalidDataException>(bundle.Verify).Message, StringComparison.Ordinal);
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
