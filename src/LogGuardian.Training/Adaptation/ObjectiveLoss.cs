using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>Measures objectives on what is not learned, the same samples with the same chances each time.</summary>
internal static class ObjectiveLoss
{
    private const int AtOnce = 32;

    /// <param name="network">Stops leaving inputs out.</param>
    /// <param name="objective">What is measured.</param>
    /// <param name="samples">Some of its samples.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <returns>The mean; null without samples.</returns>
    public static double? Of(MessageNetwork network, IObjective objective, IReadOnlyList<int> samples, int rounds)
    {
        network.IsTraining = false;
        using IDisposable fixedWeights = no_grad();
        double sum = 0;
        for (int round = 0; round < rounds; round++)
        {
            var random = new Random(round);
            foreach (int[] some in samples.Chunk(AtOnce))
            {
                using IDisposable scope = NewDisposeScope();
                sum += objective.Loss(some, random).item<float>() * some.Length;
            }
        }

        network.IsTraining = true;
        return samples.Count == 0 ? null : sum / samples.Count / rounds;
    }
}
