using System.Text;
using BenchmarkDotNet.Attributes;
using LogGuardian.Parsing;

namespace LogGuardian.Benchmarks;

/// <summary>
/// Nanoseconds a line of new text: a word that was never seen, at a place that is known to be a parameter, among many templates. Baseline: the same lines once
/// they are known.
/// </summary>
[MemoryDiagnoser]
public class LearningBenchmarks
{
    private const int Count = 50_000;
    private readonly LineScratch _scratch = new();
    private TemplateMiner _miner = new(4, 16_384);
    private byte[][] _known = [];
    private byte[][] _fresh = [];
    private Random _random = new(1);

    /// <summary>Templates of the miner.</summary>
    [Params(200, 2_000)]
    public int Templates { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _random = new Random(1);
        _miner = new TemplateMiner(4, 16_384);
        for (int i = 0; i < 10 * Templates; i++)
        {
            _miner.Match(Line(i), _scratch);
        }

        _known = [.. Enumerable.Range(0, Count).Select(Line)];
        foreach (byte[] line in _known)
        {
            _miner.Match(line, _scratch);
        }
    }

    [IterationSetup(Target = nameof(NewWords))]
    public void Draw() => _fresh = [.. Enumerable.Range(0, Count).Select(Line)];

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public int KnownLines() => Match(_known);

    [Benchmark(OperationsPerInvoke = Count)]
    public int NewWords() => Match(_fresh);

    private int Match(byte[][] lines)
    {
        int units = 0;
        foreach (byte[] line in lines)
        {
            units += _miner.Match(line, _scratch).Hashes.Length;
        }

        return units;
    }

    /// <summary>The kind of message is told by how many marks it has, so that no two kinds are alike but for one word.</summary>
    private byte[] Line(int index)
    {
        int kind = index % Templates;
        string marks = string.Concat(Enumerable.Range(0, 11).Where(bit => (kind >> bit & 1) != 0).Select(bit => $"{(char)('a' + bit)}= "));
        string word = string.Concat(Enumerable.Range(0, 8).Select(_ => (char)('a' + _random.Next(26))));
        return Encoding.UTF8.GetBytes($"session of {word} opened by (uid={_random.Next(1000)}) {marks}done");
    }
}
