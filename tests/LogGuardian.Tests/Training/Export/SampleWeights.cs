using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Export;

/// <summary>Pseudo-random weights that keep the deviation of what they read.</summary>
internal static class SampleWeights
{
    public static Dictionary<string, Weight> Encoder(EncoderShape shape, int seed = 1) => Random(EncoderModel.Wanted(shape), seed);

    public static Dictionary<string, Weight> Decoder(DecoderShape shape, int seed = 2) => Random(DecoderModel.Wanted(shape), seed);

    /// <summary>With the vectors of tokens, which an exported decoder with a head of its own does without.</summary>
    public static Dictionary<string, Weight> WholeDecoder(DecoderShape shape, int seed = 2)
    {
        Dictionary<string, Weight> weights = Decoder(shape, seed);
        weights.TryAdd("model.embed_tokens.weight", Rows(shape.Vocabulary, shape.Hidden, seed));
        return weights;
    }

    public static Dictionary<string, Weight> Projector(int inputs, int outputs) => Random([("weight", [outputs, inputs]), ("bias", [outputs])], 3);

    /// <summary>Numbers of the deviation 1.</summary>
    public static Weight Rows(int count, int width, int seed) => Draw(new Random(seed), [count, width], 0, 1);

    private static Dictionary<string, Weight> Random(IEnumerable<(string Name, long[] Shape)> wanted, int seed)
    {
        var random = new Random(seed);
        return wanted.ToDictionary(weight => weight.Name, weight => weight switch
        {
            { Shape.Length: 1 } => Draw(random, weight.Shape, weight.Name.Contains("norm.weight", StringComparison.OrdinalIgnoreCase) ? 1 : 0, 0.1),
            _ when weight.Name.Contains("embeddings", StringComparison.Ordinal) => Draw(random, weight.Shape, 0, weight.Name.Contains("word", StringComparison.Ordinal) ? 1 : 0.2),
            _ => Draw(random, weight.Shape, 0, 1 / Math.Sqrt(weight.Shape[1])),
        });
    }

    private static Weight Draw(Random random, long[] shape, double middle, double deviation)
    {
        float[] values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(middle + (((random.NextDouble() * 2) - 1) * Math.Sqrt(3) * deviation));
        }

        return new Weight(shape, values);
    }
}
