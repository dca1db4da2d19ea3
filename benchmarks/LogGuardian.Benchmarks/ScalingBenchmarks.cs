using BenchmarkDotNet.Attributes;
using LogGuardian.Parsing;

namespace LogGuardian.Benchmarks;

/// <summary>Raw lines to templates by one parser that several threads share; one thread is the baseline. Half the time with two is a perfect score.</summary>
public class ScalingBenchmarks
{
    private readonly TemplateParser _parser = new(new ParsingOptions(), TimeProvider.System);
    private readonly Corpus _corpus = Corpus.Load(Corpus.Names.Last());

    [GlobalSetup]
    public void Setup()
    {
        _parser.Observe("bench", _corpus.Lines.AsSpan(0, 200));
        OneThread();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Corpus.Count)]
    public void OneThread() => Parse(0, Corpus.Count);

    [Benchmark(OperationsPerInvoke = Corpus.Count)]
    public void TwoThreads() => Parallel.Invoke(() => Parse(0, Corpus.Count / 2), () => Parse(Corpus.Count / 2, Corpus.Count));

    private void Parse(int from, int to)
    {
        foreach (ref readonly LogLine line in _corpus.Lines.AsSpan(from, to - from))
        {
            _parser.TryParse(line, out _);
        }
    }
}
