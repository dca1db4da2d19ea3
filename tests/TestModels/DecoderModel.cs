namespace LogGuardian.TestModels;

/// <summary>Writes a Llama decoder that reads rows as ONNX.</summary>
/// <param name="Weights">Its weights.</param>
public sealed record DecoderModel(DecoderWeights Weights)
{
    /// <summary>Whether matrices are of whole numbers.</summary>
    public bool Quantized { get; init; }

    /// <summary>Whether it has the input <c>position_ids</c>.</summary>
    public bool PositionIds { get; init; }

    /// <summary>Whether it has inputs and outputs for keys and values of rows before.</summary>
    public bool Past { get; init; }

    /// <summary>Whether it gives the logits of every row, and not of the last one alone.</summary>
    public bool AllRows { get; init; }

    /// <summary>What is inside before the rows, when it reads the vectors of messages and has prompt and projector inside.</summary>
    public FoldedPrompt? Folded { get; init; }

    /// <summary>The model.</summary>
    public byte[] ToModel()
    {
        var graph = new OnnxGraph();
        ModelShape shape = Weights.Shape;
        string x = Folded is null
            ? graph.Input("inputs_embeds", OnnxGraph.F32, "batch", "rows", shape.Hidden)
            : Unfold(graph, graph.Input("message_vectors", OnnxGraph.F32, "batch", "messages", Folded.Projector.Inputs), Folded);
        string mask = Folded is null
            ? graph.Input("attention_mask", OnnxGraph.I64, "batch", "keys")
            : graph.Node("Not", [graph.Node("Cast", [graph.Node("ConstantOfShape", [graph.Node("Shape", [x], ("start", 0), ("end", 2))])], ("to", OnnxGraph.Flag))]);
        string[] past = [.. Enumerable.Range(0, Past ? 2 * shape.Layers : 0).Select(i => graph.Input(
            $"past_key_values.{NameOf(i)}", OnnxGraph.F32, "batch", shape.SharedHeads, "past", shape.HeadSize))];
        string positions = PositionIds ? graph.Input("position_ids", OnnxGraph.I64, "batch", "rows") : graph.Node(
            "Expand",
            [
                Past ? graph.Node("Add", [graph.Positions(x, 1), graph.SizeOf(past[0], 2)]) : graph.Positions(x, 1),
                graph.Node("Concat", [graph.SizeOf(x, 0), graph.Vector(1)], ("axis", 0)),
            ]);
        (string cos, string sin) = (Turns(graph, Math.Cos), Turns(graph, Math.Sin));
        string visible = graph.Visible(mask, x);
        List<string> presents = [];
        for (int i = 0; i < shape.Layers; i++)
        {
            (string attended, string[] present) = Attend(graph, Weights.Layers[i], x, Past ? past[(2 * i)..((2 * i) + 2)] : [], visible, positions, cos, sin, i == shape.Layers - 1);
            presents.AddRange(present);
            x = Feed(graph, Weights.Layers[i], attended);
        }

        string logits = graph.Dense(Normalize(graph, x, Weights.Gain), Weights.Head, null, Quantized);
        graph.Output("logits", logits, OnnxGraph.F32, "batch", AllRows ? "rows" : 1, Weights.Head.Columns);
        for (int i = 0; i < presents.Count; i++)
        {
            graph.Output($"present.{NameOf(i)}", presents[i], OnnxGraph.F32, "batch", shape.SharedHeads, "keys", shape.HeadSize);
        }

        return graph.ToModel();
    }

    private static string NameOf(int past) => FormattableString.Invariant($"{past / 2}.{(past % 2 == 0 ? "key" : "value")}");

    private static string Unfold(OnnxGraph graph, string vectors, FoldedPrompt folded)
    {
        string Rows(Matrix rows) => graph.Node(
            "Expand",
            [
                graph.Constant(rows.Values, 1, rows.Rows, rows.Columns),
                graph.Node("Concat", [graph.SizeOf(vectors, 0), graph.Vector(rows.Rows, rows.Columns)], ("axis", 0)),
            ]);

        return graph.Node("Concat", [Rows(folded.Before), ProjectorModel.Add(graph, folded.Projector, vectors), Rows(folded.After)], ("axis", 1));
    }

    private static string Normalize(OnnxGraph graph, string x, float[] gain) => graph.Node(
        "RMSNormalization", [x, graph.Constant(gain, gain.Length)], ("axis", -1), ("epsilon", DecoderWeights.Epsilon));

    private static string Last(OnnxGraph graph, string x) => graph.Node("Slice", [x, graph.Vector(-1), graph.Vector(int.MaxValue), graph.Vector(1)]);

    private (string Attended, string[] Present) Attend(
        OnnxGraph graph, DecoderWeights.Layer layer, string x, string[] past, string visible, string positions, string cos, string sin, bool isTop)
    {
        ModelShape shape = Weights.Shape;
        int shared = Weights.Shared;
        string together = graph.Dense(Normalize(graph, x, layer.AttentionGain), layer.Attention, null, Quantized);
        string[] parts = graph.Nodes("Split", [together, graph.Vector(shape.Hidden, shared, shared)], 3, ("axis", -1));
        string queries = parts[0];
        string at = positions;

        // Of the top layer only what the last row asks is wanted: half of the work of a model of two layers.
        bool lastOnly = isTop && !AllRows;
        if (lastOnly)
        {
            (x, queries, at, visible) = (Last(graph, x), Last(graph, queries), Last(graph, positions), graph.Node("Slice", [visible, graph.Vector(-1), graph.Vector(int.MaxValue), graph.Vector(2)]));
        }

        queries = graph.Node("RotaryEmbedding", [queries, cos, sin, at], ("num_heads", shape.Heads));
        string keys = graph.Node("RotaryEmbedding", [parts[1], cos, sin, positions], ("num_heads", shape.SharedHeads));
        string[] seen = graph.Nodes(
            "Attention",
            [queries, keys, parts[2], visible, .. past],
            1 + past.Length,
            ("q_num_heads", shape.Heads),
            ("kv_num_heads", shape.SharedHeads),
            ("is_causal", lastOnly ? 0 : 1));
        return (graph.Node("Add", [x, graph.Dense(seen[0], layer.Join, null, Quantized)]), seen[1..]);
    }

    private string Feed(OnnxGraph graph, DecoderWeights.Layer layer, string x)
    {
        int inner = layer.Down.Rows;
        string together = graph.Dense(Normalize(graph, x, layer.Gain), layer.GateUp, null, Quantized);
        string[] parts = graph.Nodes("Split", [together, graph.Vector(inner, inner)], 2, ("axis", -1));
        string gate = graph.Node("Mul", [parts[0], graph.Node("Sigmoid", [parts[0]])]);
        return graph.Node("Add", [x, graph.Dense(graph.Node("Mul", [gate, parts[1]]), layer.Down, null, Quantized)]);
    }

    private string Turns(OnnxGraph graph, Func<double, double> of)
    {
        int pairs = Weights.Shape.HeadSize / 2;
        float[] values = [.. Enumerable.Range(0, DecoderWeights.MaxRows * pairs).Select(i => (float)of(Weights.Angle(i / pairs, i % pairs)))];
        return graph.Constant(values, DecoderWeights.MaxRows, pairs);
    }
}
