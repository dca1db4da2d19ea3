using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Training;

/// <summary>Weights stay near where they began (Li et al., arXiv 1802.01483): the sum of the squares of their ways is added to another loss.</summary>
internal sealed class AnchoredObjective : IObjective, IDisposable
{
    private readonly IObjective _inner;
    private readonly double _strength;
    private readonly (TorchParameter Weights, Tensor Start)[] _anchors;

    public AnchoredObjective(IObjective inner, IEnumerable<TorchParameter> learns, double strength)
    {
        (_inner, _strength) = (inner, strength);
        using IDisposable scope = no_grad();
        _anchors = [.. learns.Select(weights => (weights, weights.detach().clone().DetachFromDisposeScope()))];
    }

    public int[] Order(Random random) => _inner.Order(random);

    public Tensor Loss(ReadOnlySpan<int> samples, Random random) => _inner.Loss(samples, random).Plus(Way());

    public IReadOnlyList<Func<Tensor>> Parts(int[] samples, int atOnce, Random random) => [.. _inner.Parts(samples, atOnce, random), Way];

    private Tensor Way() => _anchors.Select(each => (each.Weights - each.Start).Squared().sum()).Aggregate(HeldNumbers.Plus).Times(_strength);

    public void Dispose()
    {
        foreach ((_, Tensor start) in _anchors)
        {
            start.Dispose();
        }
    }
}
