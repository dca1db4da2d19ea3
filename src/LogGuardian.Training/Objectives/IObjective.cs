using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>What a stage of training makes smaller.</summary>
internal interface IObjective
{
    /// <summary>The samples of an epoch in the order in which they are learned; a sample may come more than once.</summary>
    int[] Order(Random random);

    /// <summary>How much some samples count in a mean with others; by default each as much as any other.</summary>
    double WeightOf(ReadOnlySpan<int> samples) => samples.Length;

    /// <summary>Parts whose sum is <see cref="Loss"/>, computed one after the other in this order, so that only one of them is in memory.</summary>
    /// <param name="samples">Some of <see cref="Order"/>.</param>
    /// <param name="atOnce">The most samples of a part.</param>
    /// <param name="random">All randomness that is not the model's.</param>
    IReadOnlyList<Func<Tensor>> Parts(int[] samples, int atOnce, Random random)
    {
        double weight = WeightOf(samples);
        return [.. samples.Chunk(atOnce).Select<int[], Func<Tensor>>(some => () => Loss(some, random).Times(WeightOf(some) / weight))];
    }

    /// <summary>The mean loss of some samples, a single number.</summary>
    /// <param name="samples">Some of <see cref="Order"/>.</param>
    /// <param name="random">All randomness that is not the model's.</param>
    Tensor Loss(ReadOnlySpan<int> samples, Random random);
}
