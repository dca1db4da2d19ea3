using BenchmarkDotNet.Attributes;
using LogGuardian.Inference;

namespace LogGuardian.Benchmarks;

/// <summary>One message of 24 tokens through tokenizer and encoder, nothing kept.</summary>
[MemoryDiagnoser]
[MinColumn]
public class EncoderBenchmarks : IDisposable
{
    private readonly ParsedLog[] _message = BenchmarkBundle.Messages(1);
    private BenchmarkBundle? _files;
    private MessageEncoder? _encoder;
    private float[] _vector = [];

    [Params("4x128", "6x384")]
    public string Encoder { get; set; } = "4x128";

    [Params(false, true)]
    public bool Quantized { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _files = new BenchmarkBundle(Encoder, Quantized, Threads);
        _encoder = _files.Bundle.CreateEncoder(new EncoderOptions { MaxCached = 0 });
        _vector = new float[_encoder.Dimension];
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _encoder?.Dispose();
        _files?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public ValueTask Message() => _encoder!.EncodeAsync(_message, _vector);
}
