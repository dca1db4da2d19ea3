using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using LogGuardian.Core;

namespace LogGuardian.Benchmarks;

/// <summary>
/// The search for the nearest normal window: the column-wise SIMD search of the count detector against the plain one that compares with every
/// reference in turn (baseline), both on TensorPrimitives.
/// </summary>
[MemoryDiagnoser]
public class NearestCountsBenchmarks
{
    private const int References = 512;
    private readonly NearestCounts _nearest = new(References, seed: 1);
    private readonly List<float[]> _rows = [];
    private CountVector _query = new();
    private float[] _dense = [];

    /// <summary>Templates known to the detector.</summary>
    [Params(100, 1_000, 4_000)]
    public int Templates { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (int i = 0; i < References; i++)
        {
            (CountVector sparse, float[] dense) = Draw(random);
            _nearest.Add(sparse);
            _rows.Add(dense);
        }

        (_query, _dense) = Draw(random);
    }

    [Benchmark(Baseline = true)]
    public float EveryReferenceInTurn()
    {
        float best = float.MaxValue;
        foreach (float[] row in _rows)
        {
            best = Math.Min(best, TensorPrimitives.Distance<float>(row, _dense));
        }

        return best;
    }

    [Benchmark]
    public double ColumnWise() => _nearest.Distance(_query, out _);

    private (CountVector Sparse, float[] Dense) Draw(Random random)
    {
        var sparse = new CountVector();
        float[] dense = new float[Templates];
        for (int i = 0; i < 30; i++)
        {
            int template = random.Next(Templates);
            int count = random.Next(1, 12);
            sparse.Increment(template, count);
            dense[template] = MathF.Log2(MathF.Pow(2, dense[template]) + count);
        }

        return (sparse, dense);
    }
}
