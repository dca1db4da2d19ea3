using BenchmarkDotNet.Attributes;
using LogGuardian.Inference;

namespace LogGuardian.Benchmarks;

/// <summary>
/// A window of 100 different messages of 24 tokens through LogLLM with an encoder of 4x128 and a decoder of 2x128, on one thread: all of it known, none of it known, the decoder alone,
/// and what encoding every line costs.
/// </summary>
[MemoryDiagnoser]
[MinColumn]
public class LogLlmBenchmarks : IDisposable
{
    private const int Lines = 100;
    private readonly LogWindow[] _window = [new LogWindow(WindowKind.Count, BenchmarkBundle.Messages(Lines))];
    private readonly float[] _score = new float[1];
    private BenchmarkBundle? _files;
    private LogLlmDetector? _known;
    private LogLlmDetector? _unknown;
    private MessageEncoder? _encoder;
    private WindowReader? _reader;
    private float[] _rows = [];
    private float[] _vectors = [];

    [Params(false, true)]
    public bool Quantized { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _files = new BenchmarkBundle("4x128", Quantized, threads: 1);
        var nothingKept = new EncoderOptions { MaxCached = 0 };
        _known = new LogLlmDetector(_files.Bundle, new LogLlmOptions().Validated());

        // So few rows are kept that each has left before it comes again.
        _unknown = new LogLlmDetector(_files.Bundle, new LogLlmOptions { MaxCachedRows = 16, Encoder = nothingKept }.Validated());
        _encoder = _files.Bundle.CreateEncoder(nothingKept);
        _reader = new WindowReader(_files.Bundle, workers: 1);
        _rows = new float[Lines * 128];
        _vectors = new float[Lines * _encoder.Dimension];
        var random = new Random(1);
        foreach (ref float number in _rows.AsSpan())
        {
            number = random.NextSingle() - 0.5f;
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _known?.Dispose();
        _unknown?.Dispose();
        _encoder?.Dispose();
        _reader?.Dispose();
        _files?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public ValueTask EncodeEveryLine() => _encoder!.EncodeAsync(_window[0].Lines, _vectors);

    [Benchmark]
    public ValueTask KnownMessages() => _known!.ScoreAsync(_window, _score);

    [Benchmark]
    public ValueTask UnknownMessages() => _unknown!.ScoreAsync(_window, _score);

    [Benchmark]
    public ValueTask DecoderAlone() => _reader!.ReadAsync(_rows, Lines, _score, CancellationToken.None);
}
