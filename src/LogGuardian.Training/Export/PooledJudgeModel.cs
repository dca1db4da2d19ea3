namespace LogGuardian.Training;

/// <summary>
/// Writes the judge of a <see cref="PooledNetwork"/> as ONNX, in the form of a decoder that reads vectors: <c>message_vectors</c> to <c>logits</c> of which the first is 0. It is small and stays in
/// fp32, so that windows do not depend on those that are read with them.
/// </summary>
/// <param name="Inputs">Numbers of a message's vector.</param>
/// <param name="Width">Numbers inside.</param>
/// <param name="Weights">Its weights by their names.</param>
internal sealed record PooledJudgeModel(int Inputs, int Width, IReadOnlyDictionary<string, Weight> Weights)
{
    /// <summary>The model.</summary>
    /// <exception cref="ArgumentException">The weights are not those of the shape.</exception>
    public OnnxGraph ToGraph()
    {
        const string First = PooledNetwork.MessageLayer + ".", Second = PooledNetwork.EvidenceLayer + ".";
        NamedWeights weights = NamedWeights.Check(
            "judge", Weights, [(First + "weight", [Width, Inputs]), (First + "bias", [Width]), (Second + "weight", [2, Width]), (Second + "bias", [2])]);
        var graph = new OnnxGraph();
        string x = graph.Input("message_vectors", OnnxGraph.F32, "batch", "messages", Inputs);
        string inside = graph.Node("Gelu", [graph.Dense(x, new GraphMatrix(weights[First + "weight"]), weights[First + "bias"].Values, quantized: false)]);
        string found = graph.Dense(inside, new GraphMatrix(weights[Second + "weight"]), weights[Second + "bias"].Values, quantized: false);
        string[] parts = graph.Nodes("Split", [found, graph.Vector(1, 1)], 2, ("axis", -1));
        string joined = graph.Node("ReduceLogSumExp", [parts[0], graph.Vector(1)], ("keepdims", 1));
        string anomalous = graph.Node("Add", [joined, graph.Node("ReduceMean", [parts[1], graph.Vector(1)], ("keepdims", 1))]);
        string logits = graph.Node("Concat", [graph.Node("Sub", [anomalous, anomalous]), anomalous], ("axis", -1));
        graph.Output("logits", logits, OnnxGraph.F32, "batch", 1, 2);
        return graph;
    }
}
