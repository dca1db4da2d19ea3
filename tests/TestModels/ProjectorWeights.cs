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
}
