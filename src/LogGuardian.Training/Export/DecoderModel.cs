using System.Globalization;
using System.Runtime.InteropServices;

namespace LogGuardian.Training;

/// <summary>Writes a Llama decoder that reads rows as ONNX: <c>inputs_embeds</c> and <c>attention_mask</c> to the <c>logits</c> of the last row.</summary>
/// <param name="Shape">Its size.</param>
/// <param name="Weights">Its weights by Hugging Face's names.</param>
internal sealed record DecoderModel(DecoderShape Shape, IReadOnlyDictionary<string, Weight> Weights)
{
    private const string Embeddings = "model.embed_tokens.weight";

    /// <summary>Whether matrices are of whole numbers; the logits of chosen tokens stay in fp32.</summary>
    public bool Quantized { get; init; }

    /// <summary>The tokens that it gives the logits of, in this order; null for all.</summary>
    public IReadOnlyList<int>? Tokens { get; init; }

    /// <summary>Whether it has the input <c>position_ids</c>.</summary>
    public bool PositionIds { get; init; }

    /// <summary>Whether it has inputs and outputs for keys and values of rows before.</summary>
    public bool Past { get; init; }

    /// <summary>Whether it gives the logits of every row, and not of the last one alone.</summary>
    public bool AllRows { get; init; }

    /// <summary>What is inside before the rows, when it reads the vectors of messages and has prompt and projector inside.</summary>
    public FoldedPrompt? Folded { get; init; }

    private int Asking => Shape.Heads * Shape.HeadWidth;

    private int Shared => Shape.KeyHeads * Shape.HeadWidth;

    /// <summary>The names and shapes of the weights that a decoder has; the vectors of tokens only where logits come from them.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Wanted(DecoderShape shape) =>
        WeightLayout.Of(shape).Where(weight => weight.Key != Embeddings || shape.TiedEmbeddings).Select(weight => (weight.Key, weight.Value));

    /// <summary>The model.</summary>
    /// <exception cref="ArgumentException">The weights are not those of the shape.</exception>
    public OnnxGraph ToGraph()
    {
        NamedWeights weights = NamedWeights.Check("decoder", Weights, Wanted(Shape.Validated()));
        var graph = new OnnxGraph();
        string x = Folded is null
            ? graph.Input("inputs_embeds", OnnxGraph.F32, "batch", "rows", Shape.Hidden)
            : Unfold(graph, graph.Input("message_vectors", OnnxGraph.F32, "batch", "messages", Folded.Projector.Inputs), Folded);
        string mask = Folded is null
            ? graph.Input("attention_mask", OnnxGraph.I64, "batch", "keys")
            : graph.Node("Not", [graph.Node("Cast", [graph.Node("ConstantOfShape", [graph.Node("Shape", [x], ("start", 0), ("end", 2))])], ("to", OnnxGraph.Flag))]);
        string[] past = [.. Enumerable.Range(0, Past ? 2 * Shape.Layers : 0).Select(i => graph.Input(
            $"past_key_values.{NameOf(i)}", OnnxGraph.F32, "batch", Shape.KeyHeads, "past", Shape.HeadWidth))];
        string positions = PositionIds ? graph.Input("position_ids", OnnxGraph.I64, "batch", "rows") : graph.Node(
            "Expand",
            [
                Past ? graph.Node("Add", [graph.Positions(x, 1), graph.SizeOf(past[0], 2)]) : graph.Positions(x, 1),
                graph.Node("Concat", [graph.SizeOf(x, 0), graph.Vector(1)], ("axis", 0)),
            ]);
        (string cos, string sin) = (Turns(graph, Math.Cos), Turns(graph, Math.Sin));
        string visible = graph.Visible(mask, x);
        List<string> presents = [];
        for (int i = 0; i < Shape.Layers; i++)
        {
            NamedWeights layer = weights.In(LayerOf(i));
            (string attended, string[] present) = Attend(graph, layer, x, Past ? past[(2 * i)..((2 * i) + 2)] : [], visible, positions, cos, sin, i == Shape.Layers - 1);
            presents.AddRange(present);
            x = Feed(graph, layer, attended);
        }

        Weight head = weights[HeadOf(Shape)];
        var matrix = new GraphMatrix(Tokens is null ? head : RowsOf(head, Tokens));
        string logits = graph.Dense(Normalize(graph, x, weights["model.norm.weight"]), matrix, null, Quantized && Tokens is null);
        graph.Output("logits", logits, OnnxGraph.F32, "batch", AllRows ? "rows" : 1, matrix.Columns);
        for (int i = 0; i < presents.Count; i++)
        {
            graph.Output($"present.{NameOf(i)}", presents[i], OnnxGraph.F32, "batch", Shape.KeyHeads, "keys", Shape.HeadWidth);
        }

        return graph;
    }

    /// <summary>Some rows of a table of tokens.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The table has no such row.</exception>
    public static Weight RowsOf(Weight table, IReadOnlyList<int> tokens)
    {
        int width = (int)table.Shape[1];
        float[] rows = new float[tokens.Count * width];
        for (int i = 0; i < tokens.Count; i++)
        {
            Rule.Require(tokens[i] >= 0 && tokens[i] < table.Shape[0], "The id of a token", tokens[i], $"between 0 and {table.Shape[0] - 1}, for there are {table.Shape[0]} tokens");
            table.Values.AsSpan(tokens[i] * width, width).CopyTo(rows.AsSpan(i * width));
        }

        return new Weight([tokens.Count, width], rows);
    }

    private static string HeadOf(DecoderShape shape) => shape.TiedEmbeddings ? Embeddings : "lm_head.weight";

    private static string LayerOf(int layer) => string.Create(CultureInfo.InvariantCulture, $"model.layers.{layer}.");

    private static string NameOf(int past) => FormattableString.Invariant($"{past / 2}.{(past % 2 == 0 ? "key" : "value")}");

    private static string Unfold(OnnxGraph graph, string vectors, FoldedPrompt folded)
    {
        string Rows(Weight rows) => graph.Node(
            "Expand",
            [
                graph.Constant(rows.Values, 1, rows.Shape[0], rows.Shape[1]),
                graph.Node("Concat", [graph.SizeOf(vectors, 0), graph.Vector(rows.Shape[0], rows.Shape[1])], ("axis", 0)),
            ]);

        return graph.Node("Concat", [Rows(folded.Before), folded.Projector.Add(graph, vectors), Rows(folded.After)], ("axis", 1));
    }

    private static string Last(OnnxGraph graph, string x) => graph.Node("Slice", [x, graph.Vector(-1), graph.Vector(int.MaxValue), graph.Vector(1)]);

    private string Normalize(OnnxGraph graph, string x, Weight gain) => graph.Node(
        "RMSNormalization", [x, graph.Constant(gain.Values, gain.Values.Length)], ("axis", -1), ("epsilon", (float)Shape.Epsilon));

    private (string Attended, string[] Present) Attend(
        OnnxGraph graph, NamedWeights layer, string x, string[] past, string visible, string positions, string cos, string sin, bool isTop)
    {
        NamedWeights[] asks = [layer.In("self_attn.q_proj."), layer.In("self_attn.k_proj."), layer.In("self_attn.v_proj.")];
        float[]? biases = Shape.AttentionBias ? [.. asks.SelectMany(part => part["bias"].Values)] : null;
        string together = graph.Dense(Normalize(graph, x, layer["input_layernorm.weight"]), new GraphMatrix([.. asks.Select(part => part["weight"])]), biases, Quantized);
        string[] parts = graph.Nodes("Split", [together, graph.Vector(Asking, Shared, Shared)], 3, ("axis", -1));
        string queries = parts[0];
        string at = positions;

        // Of the top layer only what the last row asks is wanted: half of the work of a model of two layers.
        bool lastOnly = isTop && !AllRows;
        if (lastOnly)
        {
            (x, queries, at, visible) = (Last(graph, x), Last(graph, queries), Last(graph, positions), graph.Node("Slice", [visible, graph.Vector(-1), graph.Vector(int.MaxValue), graph.Vector(2)]));
        }

        queries = graph.Node("RotaryEmbedding", [queries, cos, sin, at], ("num_heads", Shape.Heads));
        string keys = graph.Node("RotaryEmbedding", [parts[1], cos, sin, positions], ("num_heads", Shape.KeyHeads));
        string[] seen = graph.Nodes(
            "Attention",
            [queries, keys, parts[2], visible, .. past],
            1 + past.Length,
            ("q_num_heads", Shape.Heads),
            ("kv_num_heads", Shape.KeyHeads),
            ("is_causal", lastOnly ? 0 : 1));
        return (graph.Node("Add", [x, graph.Dense(seen[0], new GraphMatrix(layer["self_attn.o_proj.weight"]), null, Quantized)]), seen[1..]);
    }

    private string Feed(OnnxGraph graph, NamedWeights layer, string x)
    {
        var gateUp = new GraphMatrix(layer["mlp.gate_proj.weight"], layer["mlp.up_proj.weight"]);
        string together = graph.Dense(Normalize(graph, x, layer["post_attention_layernorm.weight"]), gateUp, null, Quantized);
        string[] parts = graph.Nodes("Split", [together, graph.Vector(Shape.Intermediate, Shape.Intermediate)], 2, ("axis", -1));
        string gate = graph.Node("Mul", [parts[0], graph.Node("Sigmoid", [parts[0]])]);
        return graph.Node("Add", [x, graph.Dense(graph.Node("Mul", [gate, parts[1]]), new GraphMatrix(layer["mlp.down_proj.weight"]), null, Quantized)]);
    }

    private string Turns(OnnxGraph graph, Func<double, double> of)
    {
        int pairs = Shape.HeadWidth / 2;
        double[] angles = [.. Enumerable.Range(0, pairs).Select(pair => Math.Pow(Shape.RopeBase, -2.0 * pair / Shape.HeadWidth)).Select(angle => Shape.RopeScaling?.Stretch(angle) ?? angle)];
        void Write(Stream stream)
        {
            float[] row = new float[pairs];
            for (int position = 0; position < Shape.MaxRows; position++)
            {
                for (int pair = 0; pair < pairs; pair++)
                {
                    row[pair] = (float)of(position * angles[pair]);
                }

                stream.Write(MemoryMarshal.AsBytes(row.AsSpan()));
            }
        }

        return graph.Constant(OnnxGraph.F32, (long)sizeof(float) * Shape.MaxRows * pairs, Write, Shape.MaxRows, pairs);
    }
}
