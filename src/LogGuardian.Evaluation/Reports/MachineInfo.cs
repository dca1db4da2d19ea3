using System.Runtime.InteropServices;

namespace LogGuardian.Evaluation;

/// <summary>Where figures were measured: speed means nothing without it.</summary>
/// <param name="OperatingSystem">Its description.</param>
/// <param name="Architecture">That of the process, such as <c>X64</c>.</param>
/// <param name="Processor">Model of the processor; null where the system does not tell.</param>
/// <param name="ProcessorCount">Processors that the process may use.</param>
/// <param name="MemoryBytes">Memory that the process may use.</param>
/// <param name="Runtime">The .NET runtime with its version.</param>
public sealed record MachineInfo(string OperatingSystem, string Architecture, string? Processor, int ProcessorCount, long MemoryBytes, string Runtime)
{
    /// <summary>The machine that this runs on.</summary>
    public static MachineInfo Current() => new(
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        ProcessorName(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        RuntimeInformation.FrameworkDescription);

    private static string? ProcessorName()
    {
        const string Linux = "/proc/cpuinfo";
        try
        {
            return File.Exists(Linux)
                ? File.ReadLines(Linux).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[^1].Trim()
                : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A sandbox may hide it; the report says so by leaving it out.
            return null;
        }
    }
}
