using BenchmarkDotNet.Attributes;
using LogGuardian.Parsing;

namespace LogGuardian.Benchmarks;

/// <summary>Matching content to templates, in nanoseconds a line; finding the values of the line is the baseline.</summary>
[MemoryDiagnoser]
public class TemplateMinerBenchmarks
{
    private const int Count = 10_000;
    private readonly TemplateMiner _miner = new(4, 16_384);
    private readonly LineScratch _scratch = new();
    private readonly LineScanner _scanner = new();
    private LogLine[] _lines = [];

    [GlobalSetup]
    public void Setup() => _lines = GeneratedLog.LogLines(Count);

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public int Scan()
    {
        int words = 0;
        foreach (LogLine line in _lines)
        {
            _scanner.Scan(line.Raw.Span);
            words += _scanner.Values.Length;
        }

        return words;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Match()
    {
        int words = 0;
        foreach (LogLine line in _lines)
        {
            words += _miner.Match(line.Raw.Span, _scratch).Hashes.Length;
        }

        return words;
    }
}
