using BenchmarkDotNet.Attributes;
using LogGuardian.Core;

namespace LogGuardian.Benchmarks;

/// <summary>
/// The edit distance of two sequences, 64 rows at a time (Myers), against the table that is filled cell by cell (baseline); and the nearest of 1,024 sequences
/// with the lower bound that their bags of templates give, which compares 32 buckets at once.
/// </summary>
[MemoryDiagnoser]
public class EditDistanceBenchmarks
{
    private const int Sequences = 1_024;
    private const int Symbols = 40;
    private readonly EditDistance _distance = new();
    private readonly NormalSequences _normal = new(Sequences);
    private int[] _one = [];
    private int[] _other = [];

    /// <summary>Templates of a sequence.</summary>
    [Params(20, 100)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (int i = 0; i < Sequences; i++)
        {
            _normal.Add(Draw(random));
        }

        (_one, _other) = (Draw(random), Draw(random));
        _distance.Prepare(_one);
    }

    [Benchmark(Baseline = true)]
    public int CellByCell()
    {
        Span<int> row = stackalloc int[_other.Length + 1];
        for (int j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }

        foreach (int symbol in _one)
        {
            int diagonal = row[0]++;
            for (int j = 1; j < row.Length; j++)
            {
                int least = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (symbol == _other[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], least);
            }
        }

        return row[^1];
    }

    [Benchmark]
    public int BitParallel() => _distance.To(_other, int.MaxValue - 1);

    [Benchmark]
    public int NearestOf1024() => _normal.Nearest(_one, out _);

    private int[] Draw(Random random) => [.. Enumerable.Range(0, Length).Select(_ => random.Next(Symbols))];
}
