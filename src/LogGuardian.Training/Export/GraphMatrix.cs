using System.Runtime.InteropServices;

namespace LogGuardian.Training;

/// <summary>
/// What rows are multiplied with in a graph: weights as Hugging Face has them, [out, in], one or more side by side. ONNX wants [in, out]: they are turned over when they are written,
/// some rows at a time, and never held so.
/// </summary>
internal sealed class GraphMatrix
{
    // Seven bits: pairs of products then fit into the 16 bits in which processors without VNNI add them.
    private const int Levels = 63;

    // So many rows of the result lie next to each other in what is read.
    private const int RowsAtOnce = 32;

    private readonly IReadOnlyList<Weight> _parts;

    public GraphMatrix(params IReadOnlyList<Weight> parts)
    {
        _parts = parts;
        Rows = (int)parts[0].Shape[1];
        Columns = (int)parts.Sum(part => part.Shape[0]);
    }

    /// <summary>Numbers that come in.</summary>
    public int Rows { get; }

    /// <summary>Numbers that go out.</summary>
    public int Columns { get; }

    /// <summary>The size of a level of each row of weights: so that 63 of them reach its greatest number.</summary>
    public static float[] Scales(params IReadOnlyList<Weight> parts) =>
        [.. parts.SelectMany(part => Enumerable.Range(0, (int)part.Shape[0]).Select(row => Greatest(Row(part, row)) / Levels))];

    /// <summary>The level nearest to a number.</summary>
    public static sbyte Level(float value, float scale) => scale == 0 ? (sbyte)0 : (sbyte)MathF.Round(value / scale);

    /// <summary>The size of a level of each column.</summary>
    public float[] Scales() => Scales(_parts);

    /// <summary>Writes the numbers, row by row.</summary>
    public void Write(Stream stream) => Each(rows => stream.Write(MemoryMarshal.AsBytes(rows)));

    /// <summary>Writes the levels nearest to the numbers, row by row.</summary>
    public void WriteLevels(Stream stream, float[] scales)
    {
        sbyte[] levels = new sbyte[RowsAtOnce * Columns];
        Each(rows =>
        {
            for (int from = 0; from < rows.Length; from += Columns)
            {
                for (int column = 0; column < Columns; column++)
                {
                    levels[from + column] = Level(rows[from + column], scales[column]);
                }
            }

            stream.Write(MemoryMarshal.AsBytes(levels.AsSpan(0, rows.Length)));
        });
    }

    private static float Greatest(ReadOnlySpan<float> values)
    {
        float greatest = 0;
        foreach (float value in values)
        {
            greatest = Math.Max(greatest, Math.Abs(value));
        }

        return greatest;
    }

    private static ReadOnlySpan<float> Row(Weight part, int row)
    {
        int width = part.Values.Length / (int)part.Shape[0];
        return part.Values.AsSpan(row * width, width);
    }

    private void Each(Action<ReadOnlySpan<float>> take)
    {
        float[] rows = new float[RowsAtOnce * Columns];
        for (int from = 0; from < Rows; from += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, Rows - from);
            int column = 0;
            foreach (Weight part in _parts)
            {
                for (int output = 0; output < part.Shape[0]; output++, column++)
                {
                    ReadOnlySpan<float> read = Row(part, output).Slice(from, count);
                    for (int i = 0; i < count; i++)
                    {
                        rows[(i * Columns) + column] = read[i];
                    }
                }
            }

            take(rows.AsSpan(0, count * Columns));
        }
    }
}
