namespace LogGuardian.TestModels;

/// <summary>The weights of a Llama decoder without its token embeddings.</summary>
public sealed record DecoderWeights(ModelShape Shape, IReadOnlyList<DecoderWeights.Layer> Layers, float[] Gain, Matrix Head)
{
    /// <summary>The most rows.</summary>
    public const int MaxRows = 512;

    /// <summary>What is added to mean squares.</summary>
    public const float Epsilon = 1e-6f;

    private const double Base = 10_000;

    /// <summary>Numbers of the keys of a token.</summary>
    public int Shared => Shape.SharedHeads * Shape.HeadSize;

    /// <summary>Pseudo-random weights.</summary>
    public static DecoderWeights Random(ModelShape shape, int vocabulary, int seed)
    {
        var random = new Random(seed);
        int hidden = shape.Hidden;
        int inner = InnerOf(shape);
        int shared = shape.SharedHeads * shape.HeadSize;
        return new DecoderWeights(
            shape,
            [.. Enumerable.Range(0, shape.Layers).Select(_ => new Layer(
                Matrix.Vector(random, hidden, 1),
                Matrix.Layer(random, hidden, hidden + (2 * shared)),
                Matrix.Layer(random, hidden, hidden),
                Matrix.Vector(random, hidden, 1),
                Matrix.Layer(random, hidden, 2 * inner),
                Matrix.Layer(random, inner, hidden)))],
            Matrix.Vector(random, hidden, 1),
            Matrix.Layer(random, hidden, vocabulary));
    }

    /// <summary>Numbers between the matrices of the feed-forward network: 8/3 of those of a token, up to the next 32.</summary>
    public static int InnerOf(ModelShape shape) => ((shape.Hidden * 8 / 3) + 31) / 32 * 32;

    /// <summary>By how much pair <paramref name="pair"/> of a head is turned at a position.</summary>
    public double Angle(int position, int pair) => position * Math.Pow(Base, -2.0 * pair / Shape.HeadSize);

    /// <summary>A layer: queries, keys and values side by side, what joins the heads, and the feed-forward network, its gate and its way up side by side.</summary>
    public sealed record Layer(float[] AttentionGain, Matrix Attention, Matrix Join, float[] Gain, Matrix GateUp, Matrix Down);
}
