namespace LogGuardian.Tests.Parsing.Patterns;

/// <summary>Seeded numbers of the shapes that break sketches.</summary>
internal static class RandomValues
{
    public static double[] Of(string shape, int count, int seed = 1)
    {
        var random = new Random(seed);
        double[] values = [.. Enumerable.Range(0, count).Select(i => shape switch
        {
            "uniform" => random.NextDouble() * 1_000,
            "heavy-tailed" => Math.Pow(1 - random.NextDouble(), -1.5),
            "constant" => 42,
            "sorted" => i + 1,
            "reversed" => count - i,
            "signed" => (random.NextDouble() - 0.5) * 200,
            "with zeros" => random.Next(3) == 0 ? 0 : random.Next(-50, 50),
            "tiny" => random.NextDouble() * 1e-9,
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "There is no such shape."),
        })];
        return values;
    }

    /// <summary>Ranks that come with the frequencies of words in a text: rank r about 1/r as often as rank 1.</summary>
    public static int[] Zipf(int count, int ranks, int seed = 1)
    {
        var random = new Random(seed);
        double[] sums = new double[ranks];
        double sum = 0;
        for (int i = 0; i < ranks; i++)
        {
            sums[i] = sum += 1.0 / (i + 1);
        }

        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int at = Array.BinarySearch(sums, random.NextDouble() * sum);
            return at < 0 ? ~at : at;
        })];
    }
}
