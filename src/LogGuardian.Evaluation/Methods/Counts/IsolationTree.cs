namespace LogGuardian.Evaluation;

/// <summary>A tree of random cuts. A cut is only made where rows differ, as in scikit-learn.</summary>
internal sealed class IsolationTree
{
    private const double EulerGamma = 0.57721566490153286;
    private readonly List<Node> _nodes = [];

    public IsolationTree(double[][] rows, Random random) => Grow(rows, (int)Math.Ceiling(Math.Log2(Math.Max(2, rows.Length))), random);

    /// <summary>c(n): the mean path of an unsuccessful search in a binary search tree of n rows, 2 H(n - 1) - 2 (n - 1) / n.</summary>
    public static double AveragePath(int rows) => rows switch
    {
        <= 1 => 0,
        2 => 1,
        _ => (2 * (Math.Log(rows - 1) + EulerGamma)) - (2.0 * (rows - 1) / rows),
    };

    /// <summary>Cuts on the way to the row's leaf, and those that the rows of the leaf would still take.</summary>
    public double Path(double[] row)
    {
        int at = 0;
        int cuts = 0;
        while (_nodes[at].Column >= 0)
        {
            at = row[_nodes[at].Column] <= _nodes[at].Cut ? at + 1 : _nodes[at].Right;
            cuts++;
        }

        return cuts + AveragePath(_nodes[at].Rows);
    }

    private void Grow(double[][] rows, int depth, Random random)
    {
        int at = _nodes.Count;
        _nodes.Add(new Node(-1, 0, 0, rows.Length));
        int[] differing = depth == 0 ? [] : [.. Enumerable.Range(0, rows[0].Length).Where(column => rows.Any(row => row[column] != rows[0][column]))];
        if (differing.Length == 0)
        {
            return;
        }

        int chosen = differing[random.Next(differing.Length)];
        double least = rows.Min(row => row[chosen]);
        double cut = least + (random.NextDouble() * (rows.Max(row => row[chosen]) - least));
        Grow([.. rows.Where(row => row[chosen] <= cut)], depth - 1, random);
        _nodes[at] = new Node(chosen, cut, _nodes.Count, rows.Length);
        Grow([.. rows.Where(row => row[chosen] > cut)], depth - 1, random);
    }

    private readonly record struct Node(int Column, double Cut, int Right, int Rows);
}
