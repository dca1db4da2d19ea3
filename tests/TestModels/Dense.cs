namespace LogGuardian.TestModels;

/// <summary>A matrix and what is added after it.</summary>
public sealed record Dense(Matrix Weights, float[] Bias)
{
    /// <summary>Pseudo-random numbers.</summary>
    public static Dense Random(Random random, int inputs, int outputs) => new(Matrix.Layer(random, inputs, outputs), Matrix.Vector(random, outputs));
}
