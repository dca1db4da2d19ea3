using System.Runtime.InteropServices;

namespace LogGuardian.Training;

/// <summary>A library of the system, as this process has it.</summary>
internal static class SystemLibrary
{
    private const string Maps = "/proc/self/maps";

    /// <summary>Whether it is loaded, or can be, but lacks a version of symbols. Where it cannot be found or read, it is not known to lack one.</summary>
    public static bool Lacks(string name, string version)
    {
        if (!NativeLibrary.TryLoad(name, out _) || !File.Exists(Maps))
        {
            return false;
        }

        // Whose place in memory is listed is what others are bound to, wherever the system looked for it.
        string? path = File.ReadLines(Maps).Select(PathOf).FirstOrDefault(path => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal));
        try
        {
            return path is not null && !ElfLibrary.Parse(File.ReadAllBytes(path)).Defined().Contains(version);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string PathOf(string line)
    {
        int at = line.IndexOf('/', StringComparison.Ordinal);
        return at < 0 ? "" : line[at..];
    }
}
