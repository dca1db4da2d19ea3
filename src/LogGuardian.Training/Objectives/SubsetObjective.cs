using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>Some of the samples of another objective.</summary>
internal sealed class SubsetObjective(IObjective inner, IReadOnlyList<int> samples, int maxSamples) : IObjective
{
    public int[] Order(Random random)
    {
        int[] order = [.. samples];
        random.Shuffle(order);
        return order[..Math.Min(order.Length, maxSamples)];
    }

    public double WeightOf(ReadOnlySpan<int> samples) => inner.WeightOf(samples);

    public Tensor Loss(ReadOnlySpan<int> samples, Random random) => inner.Loss(samples, random);

    public IReadOnlyList<Func<Tensor>> Parts(int[] samples, int atOnce, Random random) => inner.Parts(samples, atOnce, random);
}
