using System.Diagnostics;
using LogGuardian.Inference;
using LogGuardian.Tests.Core.Sources;
using LogGuardian.Tests.Inference.Bundles;

namespace LogGuardian.Tests.Inference.Runtime;

/// <summary>Looks at the memory of the process, so that nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(ModelLeakTests), DisableParallelization = true)]
[Collection(nameof(ModelLeakTests))]
public sealed class ModelLeakTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OpenModel_AgainAndAgain_LeavesNothingBehind()
    {
        string folder = BundleSamples.Write(_folder.Path);
        await CycleAsync(folder, 50);
        (long memory, int handles) = Held();
        await CycleAsync(folder, 200);
        (long memoryAfter, int handlesAfter) = Held();

        // A session of this model takes about a megabyte: 200 that are not closed would be seen.
        Assert.InRange(memoryAfter - memory, long.MinValue, 64L * 1024 * 1024);
        Assert.InRange(handlesAfter - handles, int.MinValue, 50);
    }

    private static async Task CycleAsync(string folder, int times)
    {
        for (int i = 0; i < times; i++)
        {
            using var bundle = ModelBundle.Open(folder);
            using MessageEncoder encoder = bundle.CreateEncoder(new EncoderOptions { Workers = 1 });
            await encoder.EncodeAsync(BundleSamples.Messages(["payment stored"]), new float[encoder.Dimension]);
        }
    }

    private static (long Memory, int Handles) Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return (process.WorkingSet64, process.HandleCount);
    }
}
