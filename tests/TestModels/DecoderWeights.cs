using LogGuardian.Training;

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

    /// <summary>The decoder as ONNX.</summary>
    internal DecoderModel ToModel()
    {
        int hidden = Shape.Hidden;
        var shape = new DecoderShape
        {
            Layers = Shape.Layers,
            Hidden = hidden,
            Heads = Shape.Heads,
            KeyHeads = Shape.SharedHeads,
            Intermediate = InnerOf(Shape),
            Vocabulary = Head.Columns,
            MaxRows = MaxRows,
            RopeBase = Base,
            Epsilon = Epsilon,
            TiedEmbeddings = false,
        };
        var weights = new Dictionary<string, Weight>
        {
            ["model.norm.weight"] = new Weight([hidden], Gain),
            ["lm_head.weight"] = Head.ToWeight(0, Head.Columns),
        };
        for (int i = 0; i < Layers.Count; i++)
        {
            Layer layer = Layers[i];
            string prefix = FormattableString.Invariant($"model.layers.{i}.");
            weights[prefix + "input_layernorm.weight"] = new Weight([hidden], layer.AttentionGain);
            weights[prefix + "self_attn.q_proj.weight"] = layer.Attention.ToWeight(0, hidden);
            weights[prefix + "self_attn.k_proj.weight"] = layer.Attention.ToWeight(hidden, Shared);
            weights[prefix + "self_attn.v_proj.weight"] = layer.Attention.ToWeight(hidden + Shared, Shared);
            weights[prefix + "self_attn.o_proj.weight"] = layer.Join.ToWeight(0, hidden);
            weights[prefix + "post_attention_layernorm.weight"] = new Weight([hidden], layer.Gain);
            weights[prefix + "mlp.gate_proj.weight"] = layer.GateUp.ToWeight(0, shape.Intermediate);
            weights[prefix + "mlp.up_proj.weight"] = layer.GateUp.ToWeight(shape.Intermediate, shape.Intermediate);
            weights[prefix + "mlp.down_proj.weight"] = layer.Down.ToWeight(0, hidden);
        }

        return new DecoderModel(shape, weights);
    }

    /// <summary>A layer: queries, keys and values side by side, what joins the heads, and the feed-forward network, its gate and its way up side by side.</summary>
    public sealed record Layer(float[] AttentionGain, Matrix Attention, Matrix Join, float[] Gain, Matrix GateUp, Matrix Down);
}
