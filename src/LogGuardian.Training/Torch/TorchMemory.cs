using System.Runtime.InteropServices;

namespace LogGuardian.Training;

/// <summary>Tells memory that Torch was refused from its other errors, which all have one type.</summary>
internal static class TorchMemory
{
    /// <summary>Whether a processor or a GPU had too little.</summary>
    public static bool IsOut(Exception e) => e is OutOfMemoryException
        || (e is ExternalException && (e.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase) || e.Message.Contains("allocate memory", StringComparison.OrdinalIgnoreCase)));
}
