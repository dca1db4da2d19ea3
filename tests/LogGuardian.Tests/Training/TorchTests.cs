using LogGuardian.Tests.Training.Torch;
using LogGuardian.Training;

namespace LogGuardian.Tests.Training;

/// <summary>Tests that train: Torch's random numbers are the process's, so that no two of them run at once, nor beside tests that keep the processors busy.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchTests
{
    public const string Name = nameof(TorchTests);

    /// <summary>Loads Torch; skips the test where it is not.</summary>
    public static void Require()
    {
        TorchFolders.Find();
        TorchRuntime.EnsureLoaded();

        // Tiny models are slower with more.
        TorchThreads.Set(1);
    }
}
