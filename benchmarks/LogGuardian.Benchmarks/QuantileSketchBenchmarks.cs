using BenchmarkDotNet.Attributes;
using LogGuardian.Core;

namespace LogGuardian.Benchmarks;

/// <summary>The 99th percentile of 10,000 latencies: a sketch of fixed size against keeping and sorting all of them (baseline).</summary>
[MemoryDiagnoser]
public class QuantileSketchBenchmarks
{
    private const int Numbers = 10_000;
    private double[] _numbers = [];

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _numbers = [.. Enumerable.Range(0, Numbers).Select(_ => Math.Exp(2 + (2 * random.NextDouble()) + random.NextDouble()))];
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Numbers)]
    public double SortAll()
    {
        var kept = new List<double>();
        foreach (double number in _numbers)
        {
            kept.Add(number);
        }

        kept.Sort();
        return kept[(int)(0.99 * (kept.Count - 1))];
    }

    [Benchmark(OperationsPerInvoke = Numbers)]
    public double Sketch()
    {
        var sketch = new QuantileSketch();
        foreach (double number in _numbers)
        {
            sketch.Add(number);
        }

        return sketch.Quantile(0.99);
    }
}
