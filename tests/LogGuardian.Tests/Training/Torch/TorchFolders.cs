using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Torch;

/// <summary>Torch, for tests that need it.</summary>
internal static class TorchFolders
{
    /// <summary>Where it is; skips the test where it is not.</summary>
    public static TorchFiles Find()
    {
        try
        {
            return TorchFiles.Find();
        }
        catch (DllNotFoundException e)
        {
            Skip.If(true, e.Message);
            throw;
        }
    }
}
