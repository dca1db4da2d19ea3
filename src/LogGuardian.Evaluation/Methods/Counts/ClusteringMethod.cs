using System.Numerics.Tensors;

namespace LogGuardian.Evaluation;

/// <summary>
/// LogCluster (Lin et al., ICSE-SEIP 2016) as loglizer has it: tf-idf count vectors are clustered by cosine distance, the first thousand by complete linkage
/// cut at 0.3, later ones each into the nearest cluster within 0.3 or into a new one. The score is the distance to the nearest cluster's mean; more than
/// 0.3 is anomalous. Equal vectors are clustered once and weigh as many units as they have.
/// </summary>
internal sealed class ClusteringMethod(int seed) : CountMethod("clustering", seed, MethodNeeds.NormalUnits)
{
    private const int Bootstrap = 1_000;
    private const double MostDistance = 0.3;
    private readonly List<(double[] Mean, long Units)> _clusters = [];
    private EventColumns _columns = null!;

    /// <summary>
    /// 1 - cosine, in [0..1]. Events of every training unit weigh nothing, so that units of such events alone are vectors of zeros: they are alike, which
    /// loglizer does not say, and at 1 from all others.
    /// </summary>
    internal static double Distance(double[] x, double[] y)
    {
        double norms = TensorPrimitives.Norm<double>(x) * TensorPrimitives.Norm<double>(y);
        double distance = norms > 0 ? 1 - (TensorPrimitives.Dot<double>(x, y) / norms)
            : TensorPrimitives.Sum<double>(x) == TensorPrimitives.Sum<double>(y) ? 0
            : 1;
        return distance < 1e-8 ? 0 : distance;
    }

    protected override double Fit(CountSample sample)
    {
        _columns = new EventColumns(sample, weighted: true);
        double[][] rows = [.. sample.Vectors.Select(vector => _columns.Row(vector.Pairs))];
        int first = Math.Min(Bootstrap, rows.Length);
        foreach (IReadOnlyList<int> members in CompleteLinkage.Cut(first, (x, y) => Distance(rows[x], rows[y]), MostDistance))
        {
            (double[] mean, long units) = (new double[_columns.Count], 0);
            foreach (int member in members)
            {
                units = Join(mean, units, rows[member], sample.Vectors[member].Units);
            }

            _clusters.Add((mean, units));
        }

        for (int i = first; i < rows.Length; i++)
        {
            (double distance, int at) = Nearest(rows[i]);
            long weight = sample.Vectors[i].Units;
            if (distance <= MostDistance)
            {
                _clusters[at] = (_clusters[at].Mean, Join(_clusters[at].Mean, _clusters[at].Units, rows[i], weight));
            }
            else
            {
                _clusters.Add((rows[i], weight));
            }
        }

        return Math.BitIncrement(MostDistance);
    }

    protected override double ScoreOf(int[] pairs) => Nearest(_columns.Row(pairs)).Distance;

    /// <summary>Moves a mean by new units.</summary>
    private static long Join(double[] mean, long units, double[] row, long more)
    {
        TensorPrimitives.Lerp<double>(mean, row, (double)more / (units + more), mean);
        return units + more;
    }

    private (double Distance, int At) Nearest(double[] row)
    {
        (double Distance, int At) nearest = (double.MaxValue, -1);
        for (int i = 0; i < _clusters.Count; i++)
        {
            double distance = Distance(row, _clusters[i].Mean);
            nearest = distance < nearest.Distance ? (distance, i) : nearest;
        }

        return nearest;
    }
}
