using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace LogGuardian.Evaluation;

/// <summary>
/// Principal components of count vectors (Xu et al., SOSP 2009) as loglizer has it: tf-idf and zero mean, as many components as explain 95 % of the variance.
/// The score is the squared prediction error, the squared length of what the components leave over; the threshold is its Q-statistic at
/// c = 3.2905, which normal units exceed once in two thousand (Jackson and Mudholkar, Technometrics 21, 1979).
/// </summary>
internal sealed class CountsPcaMethod(int seed) : CountMethod("counts-pca", seed)
{
    private const double Explained = 0.95;
    private const double Deviate = 3.2905;

    // A share of the whole variance: when the components explain all, what is left over is rounding.
    private const double Rounding = 1e-12;
    private EventColumns _columns = null!;
    private double[] _mean = [];
    private double _meanSquare;

    // For each event its part in every component, and the mean in terms of the components.
    private double[][] _components = [];
    private double[] _projectedMean = [];

    protected override double Fit(CountSample sample)
    {
        _columns = new EventColumns(sample, weighted: true);
        double units = sample.Units;
        double[] mean = new double[_columns.Count];
        double[,] products = new double[_columns.Count, _columns.Count];
        double[] row = new double[_columns.Count];
        foreach (EventCounts vector in sample.Vectors)
        {
            _columns.Write(vector.Pairs, row);
            int[] used = [.. Enumerable.Range(0, row.Length).Where(column => row[column] != 0)];
            foreach (int i in used)
            {
                double weighted = row[i] * vector.Units / units;
                mean[i] += weighted;
                foreach (int j in used)
                {
                    products[i, j] += weighted * row[j];
                }
            }
        }

        Vector<double> centre = Vector<double>.Build.Dense(mean);
        Matrix<double> covariance = Matrix<double>.Build.DenseOfArray(products) - centre.OuterProduct(centre);
        Evd<double> evd = covariance.Evd(Symmetricity.Symmetric);

        // Ascending, and a variance is below 0 by rounding alone.
        double[] variances = [.. evd.EigenValues.Select(value => Math.Max(0, value.Real)).Reverse()];
        int components = ComponentsOf(variances);
        Matrix<double> principal = evd.EigenVectors.SubMatrix(0, variances.Length, variances.Length - components, components);
        _components = principal.ToRowArrays();
        _projectedMean = [.. principal.TransposeThisAndMultiply(centre)];
        _mean = mean;
        _meanSquare = centre.DotProduct(centre);
        return Math.BitIncrement(Math.Max(QStatistic(variances.AsSpan(components)), Rounding * variances.Sum()));
    }

    protected override double ScoreOf(int[] pairs)
    {
        // |x - mean|² less what lies in the components; a row has few events, so that it is never centred itself.
        double[] row = _columns.Row(pairs);
        double square = _meanSquare;
        double[] projected = [.. _projectedMean.Select(value => -value)];
        for (int column = 0; column < row.Length; column++)
        {
            if (row[column] != 0)
            {
                square += row[column] * (row[column] - (2 * _mean[column]));
                TensorPrimitives.MultiplyAdd<double>(_components[column], row[column], projected, projected);
            }
        }

        return Math.Max(0, square - TensorPrimitives.SumOfSquares<double>(projected));
    }

    /// <summary>The squared prediction error that normal units rarely exceed, from the variances that the components leave over.</summary>
    internal static double QStatistic(ReadOnlySpan<double> rest)
    {
        (double phi1, double phi2, double phi3) = (0, 0, 0);
        foreach (double variance in rest)
        {
            phi1 += variance;
            phi2 += variance * variance;
            phi3 += variance * variance * variance;
        }

        if (phi1 <= 0 || phi2 <= 0)
        {
            return 0;
        }

        double h = 1 - (2 * phi1 * phi3 / (3 * phi2 * phi2));
        double q = phi1 * Math.Pow((Deviate * Math.Sqrt(2 * phi2 * h * h) / phi1) + 1 + (phi2 * h * (h - 1) / (phi1 * phi1)), 1 / h);
        return double.IsFinite(q) ? q : phi1;
    }

    private static int ComponentsOf(double[] variances)
    {
        double wanted = Explained * variances.Sum();
        double sum = 0;
        int components = 0;
        while (components < variances.Length && sum < wanted)
        {
            sum += variances[components++];
        }

        return Math.Max(1, components);
    }
}
