using LogGuardian.Training;

namespace LogGuardian.TestModels;

/// <summary>Numbers in rows.</summary>
public sealed class Matrix(int rows, int columns)
{
    /// <summary>Rows.</summary>
    public int Rows { get; } = rows;

    /// <summary>Columns.</summary>
    public int Columns { get; } = columns;

    /// <summary>The numbers, row by row.</summary>
    public float[] Values { get; } = new float[rows * columns];

    /// <summary>One of the numbers.</summary>
    public float this[int row, int column]
    {
        get => Values[(row * Columns) + column];
        set => Values[(row * Columns) + column] = value;
    }

    /// <summary>Numbers of the mean 0 and a deviation, evenly spread: without outliers, so that few bits hold them well.</summary>
    public static Matrix Random(Random random, int rows, int columns, double deviation)
    {
        var matrix = new Matrix(rows, columns);
        for (int i = 0; i < matrix.Values.Length; i++)
        {
            matrix.Values[i] = (float)(((random.NextDouble() * 2) - 1) * Math.Sqrt(3) * deviation);
        }

        return matrix;
    }

    /// <summary>Weights of a layer, which keeps the deviation of what it reads.</summary>
    public static Matrix Layer(Random random, int inputs, int outputs) => Random(random, inputs, outputs, 1 / Math.Sqrt(inputs));

    /// <summary>A vector near 0, or near another number.</summary>
    public static float[] Vector(Random random, int length, float middle = 0) => [.. Random(random, 1, length, 0.1).Values.Select(value => middle + value)];

    /// <summary>The rows as a table of weights.</summary>
    internal Weight ToTable() => new([Rows, Columns], Values);

    /// <summary>Some columns as Hugging Face has them: what comes out, and of each what comes in.</summary>
    internal Weight ToWeight(int from, int count)
    {
        float[] values = new float[count * Rows];
        for (int column = 0; column < count; column++)
        {
            for (int row = 0; row < Rows; row++)
            {
                values[(column * Rows) + row] = this[row, from + column];
            }
        }

        return new Weight([count, Rows], values);
    }
}
