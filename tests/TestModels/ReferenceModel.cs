namespace LogGuardian.TestModels;

/// <summary>The equations of encoder, projector and decoder once more, as loops over doubles: what the written models are compared with.</summary>
public static class ReferenceModel
{
    /// <summary>What an encoder gives for each token. Tokens of the type 0, all visible.</summary>
    public static double[][] Encode(EncoderWeights weights, IReadOnlyList<long> ids)
    {
        double[][] x = [.. ids.Select((id, at) => Enumerable.Range(0, weights.Shape.Hidden)
            .Select(i => (double)weights.Words[(int)id, i] + weights.Positions[at, i] + weights.Types[0, i]).ToArray())];
        x = Each(x, row => LayerNorm(row, weights.Norm));
        foreach (EncoderWeights.Layer layer in weights.Layers)
        {
            double[][] together = Each(x, row => Multiply(row, layer.Attention.Weights, layer.Attention.Bias));
            double[][] seen = Attend(weights.Shape.Heads, weights.Shape.Heads, Part(together, 0, 3), Part(together, 1, 3), Part(together, 2, 3), isCausal: false);
            x = Sum(x, Each(seen, row => Multiply(row, layer.Join.Weights, layer.Join.Bias)));
            x = Each(x, row => LayerNorm(row, layer.AttentionNorm));
            double[][] fed = Each(x, row => Multiply(Gelu(Multiply(row, layer.Up.Weights, layer.Up.Bias)), layer.Down.Weights, layer.Down.Bias));
            x = Each(Sum(x, fed), row => LayerNorm(row, layer.Norm));
        }

        return x;
    }

    /// <summary>The mean of rows at the length 1.</summary>
    public static double[] Pool(double[][] rows)
    {
        double[] mean = [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Average(row => row[i]))];
        double length = Math.Sqrt(mean.Sum(value => value * value));
        return [.. mean.Select(value => value / length)];
    }

    /// <summary>What a projector makes of a vector.</summary>
    public static double[] Project(ProjectorWeights weights, double[] vector)
    {
        double[] x = Multiply(vector, weights.Layers[0].Weights, weights.Layers[0].Bias);
        return weights.Layers.Count == 1 ? x : Multiply(Gelu(x), weights.Layers[1].Weights, weights.Layers[1].Bias);
    }

    /// <summary>The logits of each row.</summary>
    public static double[][] Decode(DecoderWeights weights, double[][] rows)
    {
        ModelShape shape = weights.Shape;
        double[][] x = rows;
        foreach (DecoderWeights.Layer layer in weights.Layers)
        {
            double[][] together = Each(x, row => Multiply(RootNorm(row, layer.AttentionGain), layer.Attention, null));
            double[][] queries = Turn(weights, [.. together.Select(row => row[..shape.Hidden])]);
            double[][] keys = Turn(weights, [.. together.Select(row => row[shape.Hidden..(shape.Hidden + weights.Shared)])]);
            double[][] values = [.. together.Select(row => row[(shape.Hidden + weights.Shared)..])];
            double[][] seen = Attend(shape.Heads, shape.SharedHeads, queries, keys, values, isCausal: true);
            x = Sum(x, Each(seen, row => Multiply(row, layer.Join, null)));
            x = Sum(x, Each(x, row => Multiply(Swiglu(Multiply(RootNorm(row, layer.Gain), layer.GateUp, null)), layer.Down, null)));
        }

        return Each(x, row => Multiply(RootNorm(row, weights.Gain), weights.Head, null));
    }

    /// <summary>The error function: its Taylor series where it converges fast, its continued fraction beyond.</summary>
    public static double Erf(double x)
    {
        double size = Math.Abs(x);
        if (size > 3)
        {
            double fraction = 0;
            for (int i = 60; i > 0; i--)
            {
                fraction = i / 2.0 / (size + fraction);
            }

            return Math.Sign(x) * (1 - (Math.Exp(-size * size) / Math.Sqrt(Math.PI) / (size + fraction)));
        }

        double sum = x;
        double term = x;
        for (int i = 1; i < 80; i++)
        {
            term *= -x * x / i;
            sum += term / ((2 * i) + 1);
        }

        return sum * 2 / Math.Sqrt(Math.PI);
    }

    private static double[][] Each(double[][] rows, Func<double[], double[]> of) => [.. rows.Select(of)];

    private static double[][] Sum(double[][] a, double[][] b) => [.. a.Zip(b, (left, right) => left.Zip(right, (l, r) => l + r).ToArray())];

    private static double[][] Part(double[][] rows, int part, int parts) => Each(rows, row => row[(part * row.Length / parts)..((part + 1) * row.Length / parts)]);

    private static double[] Gelu(double[] x) => [.. x.Select(value => value / 2 * (1 + Erf(value / Math.Sqrt(2))))];

    private static double[] Swiglu(double[] x) => [.. Enumerable.Range(0, x.Length / 2).Select(i => x[i] / (1 + Math.Exp(-x[i])) * x[i + (x.Length / 2)])];

    private static double[] Multiply(double[] x, Matrix weights, float[]? bias)
    {
        double[] y = new double[weights.Columns];
        for (int column = 0; column < y.Length; column++)
        {
            y[column] = bias is null ? 0 : bias[column];
            for (int row = 0; row < x.Length; row++)
            {
                y[column] += x[row] * weights[row, column];
            }
        }

        return y;
    }

    private static double[] LayerNorm(double[] x, Norm norm)
    {
        double mean = x.Average();
        double scale = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + Norm.Epsilon);
        return [.. x.Select((value, i) => ((value - mean) / scale * norm.Gain[i]) + norm.Bias[i])];
    }

    private static double[] RootNorm(double[] x, float[] gain)
    {
        double scale = Math.Sqrt(x.Average(value => value * value) + DecoderWeights.Epsilon);
        return [.. x.Select((value, i) => value / scale * gain[i])];
    }

    private static double[][] Turn(DecoderWeights weights, double[][] rows) => [.. rows.Select((row, at) =>
    {
        int size = weights.Shape.HeadSize;
        double[] turned = new double[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            int pair = i % size % (size / 2);
            double angle = weights.Angle(at, pair);
            turned[i] = i % size < size / 2
                ? (row[i] * Math.Cos(angle)) - (row[i + (size / 2)] * Math.Sin(angle))
                : (row[i] * Math.Cos(angle)) + (row[i - (size / 2)] * Math.Sin(angle));
        }

        return turned;
    })];

    private static double[][] Attend(int heads, int shared, double[][] queries, double[][] keys, double[][] values, bool isCausal)
    {
        int size = queries[0].Length / heads;
        double[][] seen = Each(queries, row => new double[row.Length]);
        for (int head = 0; head < heads; head++)
        {
            int from = head * size;
            int sharedFrom = head / (heads / shared) * size;
            for (int q = 0; q < queries.Length; q++)
            {
                double[] weights = new double[isCausal ? q + 1 : keys.Length];
                for (int k = 0; k < weights.Length; k++)
                {
                    double product = 0;
                    for (int i = 0; i < size; i++)
                    {
                        product += queries[q][from + i] * keys[k][sharedFrom + i];
                    }

                    weights[k] = product / Math.Sqrt(size);
                }

                double most = weights.Max();
                double total = weights.Sum(weight => Math.Exp(weight - most));
                for (int k = 0; k < weights.Length; k++)
                {
                    for (int i = 0; i < size; i++)
                    {
                        seen[q][from + i] += Math.Exp(weights[k] - most) / total * values[k][sharedFrom + i];
                    }
                }
            }
        }

        return seen;
    }
}
