using LogGuardian.Training;

namespace LogGuardian.TestModels;

/// <summary>The weights of a projector: one layer, or two with a GELU between them.</summary>
public sealed record ProjectorWeights(IReadOnlyList<Dense> Layers)
{
    /// <summary>Numbers of a message's vector.</summary>
    public int Inputs => Layers[0].Weights.Rows;

    /// <summary>Pseudo-random weights; the rows it makes of vectors of length 1 are of the deviation 1.</summary>
    public static ProjectorWeights Random(int inputs, int outputs, int layers, int seed)
    {
        var random = new Random(seed);
        Matrix first = Matrix.Random(random, inputs, outputs, 1);
        var dense = new Dense(first, Matrix.Vector(random, outputs));
        return new ProjectorWeights(layers == 1 ? [dense] : [dense, Dense.Random(random, outputs, outputs)]);
    }

    /// <summary>The first layer as ONNX.</summary>
    internal ProjectorModel ToModel()
    {
        (Matrix matrix, float[] bias) = Layers[0];
        var weights = new Dictionary<string, Weight> { ["weight"] = matrix.ToWeight(0, matrix.Columns), ["bias"] = new Weight([bias.Length], bias) };
        return new ProjectorModel(Inputs, bias.Length, weights);
    }

    /// <summary>All layers as ONNX: <c>vectors</c> to <c>rows</c>.</summary>
    internal OnnxGraph ToGraph()
    {
        var graph = new OnnxGraph();
        string rows = ToModel().Add(graph, graph.Input("vectors", OnnxGraph.F32, "messages", Inputs));
        foreach (Dense layer in Layers.Skip(1))
        {
            rows = graph.Dense(graph.Node("Gelu", [rows]), new GraphMatrix(layer.Weights.ToWeight(0, layer.Bias.Length)), layer.Bias, quantized: false);
        }

        graph.Output("rows", rows, OnnxGraph.F32, "messages", Layers[^1].Bias.Length);
        return graph;
    }
}
