using BenchmarkDotNet.Attributes;
using LogGuardian.Parsing;

namespace LogGuardian.Benchmarks;

/// <summary>Matching content to templates, in nanoseconds a line; finding the words of the line is the baseline.</summary>
[MemoryDiagnoser]
public class TemplateMinerBenchmarks
{
    private const int Count = 10_000;
    private readonly TemplateMiner _miner = new(0.7, 16_384);
    private readonly Tokenizer _tokenizer = new();
    private LogLine[] _lines = [];

    [GlobalSetup]
    public void Setup() => _lines = GeneratedLog.LogLines(Count);

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public int Tokenize()
    {
        int words = 0;
        foreach (LogLine line in _lines)
        {
            _tokenizer.Tokenize(line.Raw.Span);
            words += _tokenizer.Tokens.Length;
        }

        return words;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Match()
    {
        int words = 0;
        foreach (LogLine line in _lines)
        {
            words += _miner.Match(line.Raw.Span).Hashes.Length;
        }

        return words;
    }
}
