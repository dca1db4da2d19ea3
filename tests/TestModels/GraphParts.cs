namespace LogGuardian.TestModels;

/// <summary>What encoders, projectors and decoders are made of, in fp32 or int8.</summary>
internal static class GraphParts
{
    // Seven bits: pairs of products then fit into the 16 bits in which processors without VNNI add them.
    private const int Levels = 63;

    /// <summary>Adds <c>x W + b</c>.</summary>
    public static string Dense(this OnnxGraph graph, string x, Matrix weights, float[]? bias, bool quantized)
    {
        string y;
        if (quantized)
        {
            // One scale a column; the scale of what is multiplied is found when it runs.
            (sbyte[] values, float[] scales) = Quantize(weights, byColumn: true);
            string[] input = graph.Nodes("DynamicQuantizeLinear", [x], 3);
            string sum = graph.Node("MatMulInteger", [input[0], graph.Constant(values, weights.Rows, weights.Columns), input[2]]);
            string scale = graph.Node("Mul", [input[1], graph.Constant(scales, weights.Columns)]);
            y = graph.Node("Mul", [graph.Node("Cast", [sum], ("to", OnnxGraph.F32)), scale]);
        }
        else
        {
            y = graph.Node("MatMul", [x, graph.Constant(weights.Values, weights.Rows, weights.Columns)]);
        }

        return bias is null ? y : graph.Node("Add", [y, graph.Constant(bias, bias.Length)]);
    }

    /// <summary>Adds a look-up of rows.</summary>
    public static string Rows(this OnnxGraph graph, Matrix table, string ids, bool quantized)
    {
        if (!quantized)
        {
            return graph.Node("Gather", [graph.Constant(table.Values, table.Rows, table.Columns), ids]);
        }

        (sbyte[] values, float[] scales) = Quantize(table, byColumn: false);
        string rows = graph.Node("Cast", [graph.Node("Gather", [graph.Constant(values, table.Rows, table.Columns), ids])], ("to", OnnxGraph.F32));
        return graph.Node("Mul", [rows, graph.Node("Gather", [graph.Constant(scales, table.Rows, 1), ids])]);
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

    private static (sbyte[] Values, float[] Scales) Quantize(Matrix matrix, bool byColumn)
    {
        float[] scales = new float[byColumn ? matrix.Columns : matrix.Rows];
        for (int i = 0; i < matrix.Values.Length; i++)
        {
            ref float scale = ref scales[byColumn ? i % matrix.Columns : i / matrix.Columns];
            scale = Math.Max(scale, Math.Abs(matrix.Values[i]) / Levels);
        }

        sbyte[] values = new sbyte[matrix.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            float scale = scales[byColumn ? i % matrix.Columns : i / matrix.Columns];
            values[i] = scale == 0 ? (sbyte)0 : (sbyte)MathF.Round(matrix.Values[i] / scale);
        }

        return (values, scales);
    }
}
