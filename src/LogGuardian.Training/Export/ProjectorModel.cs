namespace LogGuardian.Training;

/// <summary>Writes a projector of one layer as ONNX: <c>vectors</c> to <c>rows</c>. It is small and stays in fp32.</summary>
/// <param name="Inputs">Numbers of a message's vector.</param>
/// <param name="Outputs">Numbers of a row of the decoder.</param>
/// <param name="Weights"><c>weight</c> and <c>bias</c>.</param>
internal sealed record ProjectorModel(int Inputs, int Outputs, IReadOnlyDictionary<string, Weight> Weights)
{
    /// <summary>The model.</summary>
    /// <exception cref="ArgumentException">The weights are not those of the shape.</exception>
    public OnnxGraph ToGraph()
    {
        var graph = new OnnxGraph();
        string rows = Add(graph, graph.Input("vectors", OnnxGraph.F32, "messages", Inputs));
        graph.Output("rows", rows, OnnxGraph.F32, "messages", Outputs);
        return graph;
    }

    /// <summary>Adds it to another model.</summary>
    public string Add(OnnxGraph graph, string x)
    {
        NamedWeights weights = NamedWeights.Check("projector", Weights, [("weight", [Outputs, Inputs]), ("bias", [Outputs])]);
        return graph.Dense(x, new GraphMatrix(weights["weight"]), weights["bias"].Values, quantized: false);
    }
}
