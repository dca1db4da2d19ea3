using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Training;

/// <summary>What a stage works on.</summary>
/// <param name="Objective">What becomes smaller.</param>
/// <param name="Learns">The weights that learn, by names that are unique.</param>
/// <param name="Kept">All weights, those that do not learn included, by names that are unique: what a checkpoint holds.</param>
/// <param name="Validate">What is measured after each epoch, the higher the better; null for nothing.</param>
internal sealed record StageWork(
    IObjective Objective, IReadOnlyDictionary<string, TorchParameter> Learns, IReadOnlyDictionary<string, TorchParameter> Kept, Func<IReadOnlyDictionary<string, double>>? Validate) : IDisposable
{
    /// <summary>Closed with it.</summary>
    public IReadOnlyList<IDisposable> Owned { get; init; } = [];

    public void Dispose()
    {
        foreach (IDisposable owned in Owned)
        {
            owned.Dispose();
        }
    }
}
