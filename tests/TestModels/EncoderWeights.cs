using LogGuardian.Training;

namespace LogGuardian.TestModels;

/// <summary>The weights of a BERT encoder.</summary>
public sealed record EncoderWeights(ModelShape Shape, Matrix Words, Matrix Positions, Matrix Types, Norm Norm, IReadOnlyList<EncoderWeights.Layer> Layers)
{
    /// <summary>The most tokens.</summary>
    public const int MaxTokens = 128;

    /// <summary>Pseudo-random weights. What a word is counts for more than where it stands.</summary>
    public static EncoderWeights Random(ModelShape shape, int vocabulary, int seed)
    {
        var random = new Random(seed);
        int hidden = shape.Hidden;
        return new EncoderWeights(
            shape,
            Matrix.Random(random, vocabulary, hidden, 1),
            Matrix.Random(random, MaxTokens, hidden, 0.2),
            Matrix.Random(random, 2, hidden, 0.2),
            Norm.Random(random, hidden),
            [.. Enumerable.Range(0, shape.Layers).Select(_ => new Layer(
                Dense.Random(random, hidden, 3 * hidden),
                Dense.Random(random, hidden, hidden),
                Norm.Random(random, hidden),
                Dense.Random(random, hidden, 4 * hidden),
                Dense.Random(random, 4 * hidden, hidden),
                Norm.Random(random, hidden)))]);
    }

    /// <summary>The encoder as ONNX.</summary>
    internal EncoderModel ToModel()
    {
        int hidden = Shape.Hidden;
        var shape = new EncoderShape
        {
            Layers = Shape.Layers,
            Hidden = hidden,
            Heads = Shape.Heads,
            Intermediate = 4 * hidden,
            Vocabulary = Words.Rows,
            MaxTokens = MaxTokens,
            TokenTypes = Types.Rows,
            Epsilon = TestModels.Norm.Epsilon,
        };
        var weights = new Dictionary<string, Weight>
        {
            ["embeddings.word_embeddings.weight"] = Words.ToTable(),
            ["embeddings.position_embeddings.weight"] = Positions.ToTable(),
            ["embeddings.token_type_embeddings.weight"] = Types.ToTable(),
        };
        Norm.AddTo(weights, "embeddings.LayerNorm");
        for (int i = 0; i < Layers.Count; i++)
        {
            string prefix = FormattableString.Invariant($"encoder.layer.{i}.");
            Layers[i].Attention.AddTo(weights, prefix + "attention.self.query", prefix + "attention.self.key", prefix + "attention.self.value");
            Layers[i].Join.AddTo(weights, prefix + "attention.output.dense");
            Layers[i].AttentionNorm.AddTo(weights, prefix + "attention.output.LayerNorm");
            Layers[i].Up.AddTo(weights, prefix + "intermediate.dense");
            Layers[i].Down.AddTo(weights, prefix + "output.dense");
            Layers[i].Norm.AddTo(weights, prefix + "output.LayerNorm");
        }

        return new EncoderModel(shape, weights) { TokenTypes = true };
    }

    /// <summary>A layer: queries, keys and values side by side, what joins the heads, and the feed-forward network.</summary>
    public sealed record Layer(Dense Attention, Dense Join, Norm AttentionNorm, Dense Up, Dense Down, Norm Norm);
}
