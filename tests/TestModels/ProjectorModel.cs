namespace LogGuardian.TestModels;

/// <summary>Writes a projector as ONNX: <c>vectors</c> to <c>rows</c>.</summary>
public static class ProjectorModel
{
    /// <summary>The model.</summary>
    public static byte[] ToModel(ProjectorWeights weights)
    {
        var graph = new OnnxGraph();
        string rows = Add(graph, weights, graph.Input("vectors", OnnxGraph.F32, "messages", weights.Inputs));
        graph.Output("rows", rows, OnnxGraph.F32, "messages", weights.Layers[^1].Bias.Length);
        return graph.ToModel();
    }

    internal static string Add(OnnxGraph graph, ProjectorWeights weights, string x)
    {
        for (int i = 0; i < weights.Layers.Count; i++)
        {
            x = graph.Dense(i > 0 ? graph.Node("Gelu", [x]) : x, weights.Layers[i].Weights, weights.Layers[i].Bias, quantized: false);
        }

        return x;
    }
}
