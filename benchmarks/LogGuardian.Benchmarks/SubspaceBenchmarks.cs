using BenchmarkDotNet.Attributes;
using LogGuardian.Core;

namespace LogGuardian.Benchmarks;

/// <summary>What principal components leave over of a count vector: the SIMD residual against the same sums number by number (baseline).</summary>
[MemoryDiagnoser]
public class SubspaceBenchmarks
{
    private const int Components = 16;
    private Subspace _subspace = new(1, 1);
    private float[] _values = [];
    private double[] _mean = [];
    private double[][] _components = [];

    /// <summary>Templates that are counted.</summary>
    [Params(32, 256)]
    public int Templates { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _subspace = new Subspace(Templates, 1);
        int[] places = [.. Enumerable.Range(0, Templates)];
        for (int i = 0; i < 500; i++)
        {
            _values = [.. places.Select(_ => MathF.Log2(1 + random.Next(12)))];
            _subspace.Add(_values, places);
        }

        _subspace.Fit(Templates);
        _mean = [.. places.Select(_ => random.NextDouble())];
        _components = [.. Enumerable.Range(0, Components).Select(_ => places.Select(_ => random.NextDouble() - 0.5).ToArray())];
    }

    [Benchmark(Baseline = true)]
    public double NumberByNumber()
    {
        double square = 0;
        for (int i = 0; i < _values.Length; i++)
        {
            double centred = (_values[i] - _mean[i]) * 2;
            square += centred * centred;
        }

        foreach (double[] component in _components)
        {
            double part = 0;
            for (int i = 0; i < _values.Length; i++)
            {
                part += (_values[i] - _mean[i]) * 2 * component[i];
            }

            square -= part * part;
        }

        return Math.Sqrt(Math.Max(0, square));
    }

    [Benchmark]
    public double Residual() => _subspace.Residual(_values);
}
