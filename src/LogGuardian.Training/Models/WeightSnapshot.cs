using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Training;

/// <summary>Weights as they were, to go back to them bit for bit.</summary>
internal sealed class WeightSnapshot : IDisposable
{
    private readonly (TorchParameter Weights, Tensor Copy)[] _all;

    public WeightSnapshot(IEnumerable<TorchParameter> weights)
    {
        using IDisposable scope = no_grad();
        _all = [.. weights.Select(each => (each, each.detach().clone().DetachFromDisposeScope()))];
    }

    public void Restore()
    {
        using IDisposable scope = no_grad();
        foreach ((TorchParameter weights, Tensor copy) in _all)
        {
            weights.copy_(copy);
        }
    }

    public void Dispose()
    {
        foreach ((_, Tensor copy) in _all)
        {
            copy.Dispose();
        }
    }
}
