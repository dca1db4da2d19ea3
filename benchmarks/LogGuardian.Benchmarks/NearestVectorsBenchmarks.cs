using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using LogGuardian.Core;

namespace LogGuardian.Benchmarks;

/// <summary>
/// The search for the nearest of vectors of 384 numbers, for one query and for 64 at a time (the time of 64 is that of one of them), beside what memory allows: reading the same
/// numbers once and adding them up (baseline).
/// </summary>
[MemoryDiagnoser]
public class NearestVectorsBenchmarks
{
    private const int Dimension = 384;
    private const int Queries = 64;
    private readonly NearVector[] _found = new NearVector[Queries];
    private readonly uint[] _wanted = [.. Enumerable.Repeat(uint.MaxValue, Queries)];
    private readonly int[] _except = [.. Enumerable.Repeat(-1, Queries)];
    private NearestVectors _vectors = new(Dimension, 1);
    private float[] _same = [];
    private float[] _queries = [];

    /// <summary>Vectors searched: as many as the detector remembers by default, and more than any cache holds.</summary>
    [Params(8_192, 100_000)]
    public int Vectors { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _vectors = new NearestVectors(Dimension, Vectors);
        for (int i = 0; i < Vectors; i++)
        {
            _vectors.Add(Draw(random), 1);
        }

        _same = new float[Vectors * Dimension];
        Array.Fill(_same, 1);
        _queries = [.. Enumerable.Range(0, Queries).SelectMany(_ => Draw(random))];
    }

    [Benchmark(Baseline = true)]
    public float ReadOnce()
    {
        Vector<float> a = default, b = default, c = default, d = default;
        ReadOnlySpan<Vector<float>> numbers = MemoryMarshal.Cast<float, Vector<float>>(_same);
        for (int i = 0; i + 3 < numbers.Length; i += 4)
        {
            (a, b, c, d) = (a + numbers[i], b + numbers[i + 1], c + numbers[i + 2], d + numbers[i + 3]);
        }

        return Vector.Sum(a + b + c + d);
    }

    [Benchmark]
    public float TensorPrimitivesInTurn()
    {
        float best = float.NegativeInfinity;
        for (int i = 0; i < Vectors; i++)
        {
            best = Math.Max(best, TensorPrimitives.Dot(_same.AsSpan(i * Dimension, Dimension), _queries.AsSpan(0, Dimension)));
        }

        return best;
    }

    [Benchmark]
    public int OneByNumbers() => Find(1, byBytes: false);

    [Benchmark]
    public int OneByBytes() => Find(1, byBytes: true);

    [Benchmark(OperationsPerInvoke = Queries)]
    public int ManyByNumbers() => Find(Queries, byBytes: false);

    [Benchmark(OperationsPerInvoke = Queries)]
    public int ManyByBytes() => Find(Queries, byBytes: true);

    private int Find(int count, bool byBytes)
    {
        _vectors.Find(_queries.AsSpan(0, count * Dimension), _wanted.AsSpan(0, count), _except.AsSpan(0, count), _found.AsSpan(0, count), byBytes);
        return _found[0].Row;
    }

    /// <summary>Vectors that have something in common, as those of an encoder do: two of them are at a cosine of about one half.</summary>
    private static float[] Draw(Random random)
    {
        float[] vector = new float[Dimension];
        for (int i = 0; i < Dimension; i++)
        {
            vector[i] = random.NextSingle() - 0.5f + (i % 3 == 0 ? 0.5f : 0);
        }

        float length = TensorPrimitives.Norm<float>(vector);
        TensorPrimitives.Divide(vector, length, vector);
        return vector;
    }
}
