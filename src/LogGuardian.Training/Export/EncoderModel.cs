using System.Globalization;

namespace LogGuardian.Training;

/// <summary>Writes a BERT encoder as ONNX: <c>input_ids</c> and <c>attention_mask</c> to <c>last_hidden_state</c>.</summary>
/// <param name="Shape">Its size.</param>
/// <param name="Weights">Its weights by Hugging Face's names.</param>
internal sealed record EncoderModel(EncoderShape Shape, IReadOnlyDictionary<string, Weight> Weights)
{
    /// <summary>Whether matrices and word vectors are of whole numbers.</summary>
    public bool Quantized { get; init; }

    /// <summary>Whether it has the input <c>token_type_ids</c>; without it, all tokens are of the first type.</summary>
    public bool TokenTypes { get; init; }

    /// <summary>Whether it has the input <c>position_ids</c>.</summary>
    public bool PositionIds { get; init; }

    /// <summary>Whether it gives the mean of its tokens as <c>sentence_embedding</c>, and not each as <c>last_hidden_state</c>.</summary>
    public bool SentenceEmbedding { get; init; }

    /// <summary>The names and shapes of the weights that an encoder has.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Wanted(EncoderShape shape) => WeightLayout.Of(shape).Select(weight => (weight.Key, weight.Value));

    /// <summary>The model.</summary>
    /// <exception cref="ArgumentException">The weights are not those of the shape.</exception>
    public OnnxGraph ToGraph()
    {
        NamedWeights weights = NamedWeights.Check("encoder", Weights, Wanted(Shape.Validated()));
        NamedWeights embeddings = weights.In("embeddings.");
        var graph = new OnnxGraph();
        int hidden = Shape.Hidden;
        string ids = graph.Input("input_ids", OnnxGraph.I64, "batch", "tokens");
        string mask = graph.Input("attention_mask", OnnxGraph.I64, "batch", "tokens");
        Weight kinds = embeddings["token_type_embeddings.weight"];
        string types = TokenTypes
            ? graph.Rows(kinds, graph.Input("token_type_ids", OnnxGraph.I64, "batch", "tokens"), quantized: false)
            : graph.Constant(kinds.Values[..hidden], hidden);
        string at = PositionIds ? graph.Input("position_ids", OnnxGraph.I64, "batch", "tokens") : graph.Positions(ids, 1);
        string places = graph.Rows(embeddings["position_embeddings.weight"], at, quantized: false);
        string x = graph.Node("Add", [graph.Node("Add", [graph.Rows(embeddings["word_embeddings.weight"], ids, Quantized), places]), types]);
        x = Normalize(graph, x, embeddings.In("LayerNorm."));
        string visible = graph.Visible(mask, ids);
        for (int i = 0; i < Shape.Layers; i++)
        {
            x = Add(graph, weights.In(LayerOf(i)), x, visible);
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

        return graph;
    }

    private static string LayerOf(int layer) => string.Create(CultureInfo.InvariantCulture, $"encoder.layer.{layer}.");

    private string Normalize(OnnxGraph graph, string x, NamedWeights norm) => graph.Node(
        "LayerNormalization",
        [x, graph.Constant(norm["weight"].Values, Shape.Hidden), graph.Constant(norm["bias"].Values, Shape.Hidden)],
        ("axis", -1),
        ("epsilon", (float)Shape.Epsilon));

    private string Add(OnnxGraph graph, NamedWeights layer, string x, string visible)
    {
        int hidden = Shape.Hidden;
        NamedWeights[] asks = [layer.In("attention.self.query."), layer.In("attention.self.key."), layer.In("attention.self.value.")];
        string together = graph.Dense(x, new GraphMatrix([.. asks.Select(part => part["weight"])]), [.. asks.SelectMany(part => part["bias"].Values)], Quantized);
        string[] parts = graph.Nodes("Split", [together, graph.Vector(hidden, hidden, hidden)], 3, ("axis", -1));
        string seen = graph.Node("Attention", [.. parts, visible], ("q_num_heads", Shape.Heads), ("kv_num_heads", Shape.Heads));
        x = Normalize(graph, graph.Node("Add", [x, Dense(graph, seen, layer.In("attention.output.dense."))]), layer.In("attention.output.LayerNorm."));
        string up = graph.Node("Gelu", [Dense(graph, x, layer.In("intermediate.dense."))]);
        return Normalize(graph, graph.Node("Add", [x, Dense(graph, up, layer.In("output.dense."))]), layer.In("output.LayerNorm."));
    }

    private string Dense(OnnxGraph graph, string x, NamedWeights dense) => graph.Dense(x, new GraphMatrix(dense["weight"]), dense["bias"].Values, Quantized);
}
