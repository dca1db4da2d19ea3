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

    public Tensor Loss(ReadOnlySpan<int> samples, Random random) => inner.Loss(samples, random);
}
