using LogGuardian.Training;

namespace LogGuardian.TestModels;

/// <summary>A matrix and what is added after it.</summary>
public sealed record Dense(Matrix Weights, float[] Bias)
{
    /// <summary>Pseudo-random numbers.</summary>
    public static Dense Random(Random random, int inputs, int outputs) => new(Matrix.Layer(random, inputs, outputs), Matrix.Vector(random, outputs));

    /// <summary>Adds them by names; where there are several, each has as many of the columns.</summary>
    internal void AddTo(Dictionary<string, Weight> weights, params string[] names)
    {
        int width = Weights.Columns / names.Length;
        for (int i = 0; i < names.Length; i++)
        {
            weights[names[i] + ".weight"] = Weights.ToWeight(i * width, width);
            weights[names[i] + ".bias"] = new Weight([width], Bias[(i * width)..((i + 1) * width)]);
        }
    }
}
