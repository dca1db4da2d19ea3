using System.Security.Cryptography;

namespace LogGuardian.Training;

/// <summary>Keeps the copy of TorchSharp's library that older systems can load: one file of the user's, named by its content. Copies of other versions leave when one is written.</summary>
internal static class ShimCache
{
    /// <summary>The folder, in the user's cache.</summary>
    /// <exception cref="DllNotFoundException">The user has no home.</exception>
    public static string Folder()
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (!Path.IsPathFullyQualified(cache ?? ""))
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            cache = home.Length > 0 ? Path.Combine(home, ".cache") : throw new DllNotFoundException(
                "TorchSharp's library needs a copy for this system, and the user has no home to keep it in. Set XDG_CACHE_HOME to a folder that can be written.");
        }

        return Path.Combine(cache!, "logguardian", "torch");
    }

    /// <summary>Where the bytes are kept as a file; written if they are not there yet, or not as they were.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static string Keep(string folder, byte[] bytes)
    {
        // Not in a folder that others may write: what is there is loaded as code.
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        string path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(bytes)) + ".so");
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            return path;
        }

        string fresh = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            File.WriteAllBytes(fresh, bytes);
            File.Move(fresh, path, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }

        foreach (string other in Directory.EnumerateFiles(folder, "*.so").Where(other => other != path))
        {
            File.Delete(other);
        }

        return path;
    }
}
