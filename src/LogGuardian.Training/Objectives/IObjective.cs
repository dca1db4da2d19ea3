using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>What a stage of training makes smaller.</summary>
internal interface IObjective
{
    /// <summary>The samples of an epoch in the order in which they are learned; a sample may come more than once.</summary>
    int[] Order(Random random);

    /// <summary>How much some samples count in a mean with others; by default each as much as any other.</summary>
    double WeightOf(ReadOnlySpan<int> samples) => samples.Length;

    /// <summary>The mean loss of some samples, a single number.</summary>
    /// <param name="samples">Some of <see cref="Order"/>.</param>
    /// <param name="random">All randomness that is not the model's.</param>
    Tensor Loss(ReadOnlySpan<int> samples, Random random);
}
