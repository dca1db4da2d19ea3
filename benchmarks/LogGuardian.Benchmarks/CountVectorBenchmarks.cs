using BenchmarkDotNet.Attributes;
using LogGuardian.Core;

namespace LogGuardian.Benchmarks;

/// <summary>Counts of the templates of a window of 100 lines: the vector that is cleared and filled anew against a dictionary for each window (baseline).</summary>
[MemoryDiagnoser]
public class CountVectorBenchmarks
{
    private const int Lines = 100;
    private readonly CountVector _vector = new();
    private int[] _dimensions = [];

    /// <summary>Templates known to the detector.</summary>
    [Params(30, 1_000)]
    public int Templates { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _dimensions = [.. Enumerable.Range(0, Lines).Select(_ => random.Next(Templates))];
    }

    [Benchmark(Baseline = true)]
    public int DictionaryPerWindow()
    {
        var counts = new Dictionary<int, float>();
        foreach (int dimension in _dimensions)
        {
            counts[dimension] = counts.GetValueOrDefault(dimension) + 1;
        }

        return counts.Count;
    }

    [Benchmark]
    public int VectorFilledAnew()
    {
        _vector.Clear();
        foreach (int dimension in _dimensions)
        {
            _vector.Increment(dimension);
        }

        return _vector.Span.Length;
    }
}
