using System.Runtime.InteropServices;

namespace LogGuardian.Training;

/// <summary>What encoders, projectors and decoders are made of, in fp32 or int8.</summary>
internal static class GraphParts
{
    /// <summary>Adds <c>x W + b</c>.</summary>
    public static string Dense(this OnnxGraph graph, string x, GraphMatrix weights, float[]? bias, bool quantized)
    {
        long[] shape = [weights.Rows, weights.Columns];
        string y;
        if (quantized)
        {
            // One scale a column; the scale of what is multiplied is found when it runs.
            float[] scales = weights.Scales();
            string[] input = graph.Nodes("DynamicQuantizeLinear", [x], 3);
            string levels = graph.Constant(OnnxGraph.I8, shape[0] * shape[1], stream => weights.WriteLevels(stream, scales), shape);
            string sum = graph.Node("MatMulInteger", [input[0], levels, input[2]]);
            string scale = graph.Node("Mul", [input[1], graph.Constant(scales, weights.Columns)]);
            y = graph.Node("Mul", [graph.Node("Cast", [sum], ("to", OnnxGraph.F32)), scale]);
        }
        else
        {
            y = graph.Node("MatMul", [x, graph.Constant(OnnxGraph.F32, sizeof(float) * shape[0] * shape[1], weights.Write, shape)]);
        }

        return bias is null ? y : graph.Node("Add", [y, graph.Constant(bias, bias.Length)]);
    }

    /// <summary>Adds a look-up of rows.</summary>
    public static string Rows(this OnnxGraph graph, Weight table, string ids, bool quantized)
    {
        (long rows, long columns) = (table.Shape[0], table.Shape[1]);
        if (!quantized)
        {
            return graph.Node("Gather", [graph.Constant(table.Values, rows, columns), ids]);
        }

        float[] scales = GraphMatrix.Scales(table);
        string levels = graph.Constant(OnnxGraph.I8, rows * columns, stream => WriteLevels(stream, table.Values, scales), rows, columns);
        string found = graph.Node("Cast", [graph.Node("Gather", [levels, ids])], ("to", OnnxGraph.F32));
        return graph.Node("Mul", [found, graph.Node("Gather", [graph.Constant(scales, rows, 1), ids])]);
    }

    /// <summary>Adds one dimension of the shape of a value, as a vector of one number.</summary>
    public static string SizeOf(this OnnxGraph graph, string value, int axis) => graph.Node("Shape", [value], ("start", axis), ("end", axis + 1));

    /// <summary>Adds the numbers from 0 up to the size of an axis of a value, one row.</summary>
    public static string Positions(this OnnxGraph graph, string value, int axis)
    {
        string size = graph.Node("Squeeze", [graph.SizeOf(value, axis)]);
        return graph.Node("Unsqueeze", [graph.Node("Range", [graph.Scalar(0), size, graph.Scalar(1)]), graph.Vector(0)]);
    }

    /// <summary>Adds what an attention mask lets each of some queries see: [batch, 1, queries, keys].</summary>
    public static string Visible(this OnnxGraph graph, string mask, string queries)
    {
        string keys = graph.Node("Unsqueeze", [graph.Node("Cast", [mask], ("to", OnnxGraph.Flag)), graph.Vector(1, 2)]);
        string shape = graph.Node("Concat", [graph.SizeOf(mask, 0), graph.Vector(1), graph.SizeOf(queries, 1), graph.SizeOf(mask, 1)], ("axis", 0));
        return graph.Node("Expand", [keys, shape]);
    }

    private static void WriteLevels(Stream stream, float[] values, float[] scales)
    {
        int width = values.Length / scales.Length;
        sbyte[] levels = new sbyte[width];
        for (int row = 0; row < scales.Length; row++)
        {
            for (int i = 0; i < width; i++)
            {
                levels[i] = GraphMatrix.Level(values[(row * width) + i], scales[row]);
            }

            stream.Write(MemoryMarshal.AsBytes(levels.AsSpan()));
        }
    }
}
