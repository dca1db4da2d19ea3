namespace LogGuardian.Evaluation;

/// <summary>
/// Isolation forest on event counts (Liu, Ting and Zhou, ICDM 2008): what few random cuts set apart from the rest is strange. 100 trees of 256 units
/// each, the score 2^(-E[path] / c(256)) in (0..1) and the threshold 0.5, all as in the paper and in scikit-learn.
/// </summary>
internal sealed class IsolationForestMethod(int seed) : CountMethod("isolation-forest", seed)
{
    private const int Trees = 100;
    private const int UnitsPerTree = 256;
    private readonly Random _random = new(seed);
    private readonly List<IsolationTree> _trees = [];
    private EventColumns _columns = null!;
    private double _usual;

    protected override double Fit(CountSample sample)
    {
        _columns = new EventColumns(sample, weighted: false);
        var rows = new Dictionary<int, double[]>();
        long[] ends = new long[sample.Vectors.Count];
        long units = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] = units += sample.Vectors[i].Units;
        }

        int drawn = (int)Math.Min(units, UnitsPerTree);
        _usual = IsolationTree.AveragePath(drawn);
        for (int tree = 0; tree < Trees; tree++)
        {
            var chosen = new HashSet<long>();
            while (chosen.Count < drawn)
            {
                // Drawn without replacement: a unit that was drawn before is drawn again.
                chosen.Add(drawn == units ? chosen.Count : _random.NextInt64(units));
            }

            _trees.Add(new IsolationTree([.. chosen.Select(unit => Row(VectorOf(ends, unit)))], _random));
        }

        return 0.5;

        double[] Row(int vector) => rows.TryGetValue(vector, out double[]? row) ? row : rows[vector] = _columns.Row(sample.Vectors[vector].Pairs);
    }

    protected override double ScoreOf(int[] pairs)
    {
        double[] row = _columns.Row(pairs);
        return _usual == 0 ? 0.5 : Math.Pow(2, -_trees.Average(tree => tree.Path(row)) / _usual);
    }

    private static int VectorOf(long[] ends, long unit)
    {
        int at = Array.BinarySearch(ends, unit + 1);
        return at < 0 ? ~at : at;
    }
}
