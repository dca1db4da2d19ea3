using BenchmarkDotNet.Attributes;

namespace LogGuardian.Benchmarks;

/// <summary>
/// What it costs to summarise a line, in nanoseconds: parsing it is the baseline, parsing and adding it is what a user does, adding alone is the difference
/// without the noise. Lines have four parameters on average, one of them never the same.
/// </summary>
[MemoryDiagnoser]
public class PatternSummaryBenchmarks
{
    private const int Count = 100_000;
    private LogLine[] _lines = [];
    private ParsedLog[] _parsed = [];
    private PatternSummary _summary = new();

    [GlobalSetup]
    public async Task Setup()
    {
        _lines = GeneratedLog.LogLines(Count);
        using AnomalyDetector detector = DefaultDetector.Create().Build();
        var parsed = new List<ParsedLog>();
        await foreach (ParsedLog log in detector.ParseAsync(new ArraySource(_lines)))
        {
            parsed.Add(log);
        }

        _parsed = [.. parsed];
        _summary = new PatternSummary();
        Add();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public async Task<long> Parse()
    {
        using AnomalyDetector detector = DefaultDetector.Create().Build();
        long lines = 0;
        await foreach (ParsedLog log in detector.ParseAsync(new ArraySource(_lines)))
        {
            lines += log.Line.LineCount;
        }

        return lines;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public async Task<long> ParseAndAdd()
    {
        using AnomalyDetector detector = DefaultDetector.Create().Build();
        var summary = new PatternSummary();
        await foreach (ParsedLog log in detector.ParseAsync(new ArraySource(_lines)))
        {
            summary.Add(log);
        }

        return summary.Records;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public long Add()
    {
        foreach (ref readonly ParsedLog log in _parsed.AsSpan())
        {
            _summary.Add(log);
        }

        return _summary.Records;
    }
}
