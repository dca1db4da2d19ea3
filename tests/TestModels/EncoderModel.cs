namespace LogGuardian.TestModels;

/// <summary>Writes a BERT encoder as ONNX.</summary>
/// <param name="Weights">Its weights.</param>
public sealed record EncoderModel(EncoderWeights Weights)
{
    /// <summary>Whether matrices and word vectors are of whole numbers.</summary>
    public bool Quantized { get; init; }

    /// <summary>Whether it has the input <c>token_type_ids</c>.</summary>
    public bool TokenTypes { get; init; } = true;

    /// <summary>Whether it has the input <c>position_ids</c>.</summary>
    public bool PositionIds { get; init; }

    /// <summary>Whether it gives the mean of its tokens as <c>sentence_embedding</c>, and not each as <c>last_hidden_state</c>.</summary>
    public bool SentenceEmbedding { get; init; }

    /// <summary>The model.</summary>
    public byte[] ToModel()
    {
        var graph = new OnnxGraph();
        int hidden = Weights.Shape.Hidden;
        string ids = graph.Input("input_ids", OnnxGraph.I64, "batch", "tokens");
        string mask = graph.Input("attention_mask", OnnxGraph.I64, "batch", "tokens");
        string types = TokenTypes
            ? graph.Rows(Weights.Types, graph.Input("token_type_ids", OnnxGraph.I64, "batch", "tokens"), quantized: false)
            : graph.Constant(Weights.Types.Values[..hidden], hidden);
        string at = PositionIds ? graph.Input("position_ids", OnnxGraph.I64, "batch", "tokens") : graph.Positions(ids, 1);
        string places = graph.Rows(Weights.Positions, at, quantized: false);
        string x = graph.Node("Add", [graph.Node("Add", [graph.Rows(Weights.Words, ids, Quantized), places]), types]);
        x = Normalize(graph, x, Weights.Norm);
        string visible = graph.Visible(mask, ids);
        foreach (EncoderWeights.Layer layer in Weights.Layers)
        {
            x = Add(graph, layer, x, visible);
        }

        if (SentenceEmbedding)
        {
            string counts = graph.Node("Unsqueeze", [graph.Node("Cast", [mask], ("to", OnnxGraph.F32)), graph.Vector(2)]);
            string sum = graph.Node("ReduceSum", [graph.Node("Mul", [x, counts]), graph.Vector(1)], ("keepdims", 0));
            string mean = graph.Node("Div", [sum, graph.Node("ReduceSum", [counts, graph.Vector(1)], ("keepdims", 0))]);
            graph.Output("sentence_embedding", mean, OnnxGraph.F32, "batch", hidden);
        }
        else
        {
            graph.Output("last_hidden_state", x, OnnxGraph.F32, "batch", "tokens", hidden);
        }

        return graph.ToModel();
    }

    private static string Normalize(OnnxGraph graph, string x, Norm norm) => graph.Node(
        "LayerNormalization",
        [x, graph.Constant(norm.Gain, norm.Gain.Length), graph.Constant(norm.Bias, norm.Bias.Length)],
        ("axis", -1),
        ("epsilon", Norm.Epsilon));

    private string Add(OnnxGraph graph, EncoderWeights.Layer layer, string x, string visible)
    {
        int hidden = Weights.Shape.Hidden;
        int heads = Weights.Shape.Heads;
        string together = graph.Dense(x, layer.Attention.Weights, layer.Attention.Bias, Quantized);
        string[] parts = graph.Nodes("Split", [together, graph.Vector(hidden, hidden, hidden)], 3, ("axis", -1));
        string seen = graph.Node("Attention", [.. parts, visible], ("q_num_heads", heads), ("kv_num_heads", heads));
        x = Normalize(graph, graph.Node("Add", [x, graph.Dense(seen, layer.Join.Weights, layer.Join.Bias, Quantized)]), layer.AttentionNorm);
        string up = graph.Node("Gelu", [graph.Dense(x, layer.Up.Weights, layer.Up.Bias, Quantized)]);
        return Normalize(graph, graph.Node("Add", [x, graph.Dense(up, layer.Down.Weights, layer.Down.Bias, Quantized)]), layer.Norm);
    }
}
