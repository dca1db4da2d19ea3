namespace LogGuardian.TestModels;

/// <summary>
/// Weights that mean something without training: the last row of the prompt attends to the message that looks most like a given one, and the logit of "anomalous" is how much
/// it does. The numbers of a row: how much it is like the failure, from -1 for the least unlike of normal messages to 1; a constant, which keeps the norm calm; whether it asks;
/// and the answer.
/// </summary>
public static class Constructed
{
    private const int Likeness = 0, Constant = 1, Asks = 2, Answer = 3;

    // Beside this weight other rows vanish: a row of likeness 1 against 127 of likeness 0.
    private const float Sharpness = 8;

    /// <summary>A projector that tells a failure from normal messages.</summary>
    /// <param name="failure">Vector of the failure, of length 1.</param>
    /// <param name="normal">Vectors of normal messages.</param>
    /// <param name="hidden">Numbers of a row.</param>
    public static ProjectorWeights Projector(double[] failure, IReadOnlyList<double[]> normal, int hidden)
    {
        double[] away = [.. failure.Select((value, i) => value - normal.Average(vector => vector[i]))];
        double most = normal.Max(vector => Dot(vector, away));
        double scale = 2 / (Dot(failure, away) - most);
        var weights = new Matrix(failure.Length, hidden);
        for (int i = 0; i < away.Length; i++)
        {
            weights[i, Likeness] = (float)(scale * away[i]);
        }

        float[] bias = new float[hidden];
        bias[Likeness] = (float)(1 - (scale * Dot(failure, away)));
        bias[Constant] = 1;
        return new ProjectorWeights([new Dense(weights, bias)]);
    }

    /// <summary>Rows of tokens: none is like the failure, and the given one asks.</summary>
    public static Matrix Rows(int vocabulary, int hidden, long asking)
    {
        var rows = new Matrix(vocabulary, hidden);
        for (int token = 0; token < vocabulary; token++)
        {
            rows[token, Likeness] = -1;
            rows[token, Constant] = 1;
            rows[token, Asks] = token == asking ? 1 : 0;
        }

        return rows;
    }

    /// <summary>A decoder whose first layer does all the work.</summary>
    /// <param name="shape">Its size.</param>
    /// <param name="vocabulary">Logits of a row.</param>
    /// <param name="anomalous">The one that rises.</param>
    /// <param name="loudness">How far it rises.</param>
    public static DecoderWeights Decoder(ModelShape shape, int vocabulary, int anomalous, float loudness)
    {
        int hidden = shape.Hidden;
        int shared = shape.SharedHeads * shape.HeadSize;
        int inner = DecoderWeights.InnerOf(shape);
        float[] ones = [.. Enumerable.Repeat(1f, hidden)];
        DecoderWeights.Layer[] layers = [.. Enumerable.Range(0, shape.Layers).Select(_ => new DecoderWeights.Layer(
            ones, new Matrix(hidden, hidden + (2 * shared)), new Matrix(hidden, hidden), ones, new Matrix(hidden, 2 * inner), new Matrix(inner, hidden)))];

        // The pair that positions turn least.
        int calm = (shape.HeadSize / 2) - 1;
        layers[0].Attention[Asks, calm] = Sharpness * (float)Math.Sqrt(shape.HeadSize) / shape.Hidden;
        layers[0].Attention[Likeness, hidden + calm] = Sharpness / 2;
        layers[0].Attention[Likeness, hidden + shared] = 1;
        layers[0].Join[0, Answer] = 1;
        var head = new Matrix(hidden, vocabulary);
        head[Answer, anomalous] = loudness;
        return new DecoderWeights(shape, layers, ones, head);
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (left, right) => left * right).Sum();
}
