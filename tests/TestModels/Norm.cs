using LogGuardian.Training;

namespace LogGuardian.TestModels;

/// <summary>What a layer norm multiplies with and adds.</summary>
public sealed record Norm(float[] Gain, float[] Bias)
{
    /// <summary>Of the roots of BERT.</summary>
    public const float Epsilon = 1e-12f;

    /// <summary>Pseudo-random numbers.</summary>
    public static Norm Random(Random random, int length) => new(Matrix.Vector(random, length, 1), Matrix.Vector(random, length));

    /// <summary>Adds them by their names.</summary>
    internal void AddTo(Dictionary<string, Weight> weights, string name)
    {
        weights[name + ".weight"] = new Weight([Gain.Length], Gain);
        weights[name + ".bias"] = new Weight([Bias.Length], Bias);
    }
}
