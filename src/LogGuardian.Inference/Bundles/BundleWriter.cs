using System.Security.Cryptography;
using System.Text.Json;

namespace LogGuardian.Inference;

/// <summary>Makes a model bundle of a folder.</summary>
public static class BundleWriter
{
    /// <summary>
    /// Writes <c>manifest.json</c> into a folder whose files are already there: lists all of them but hidden ones with their lengths and hashes, and checks what is written as
    /// <see cref="ModelBundle.Open"/> does.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="manifest">What the manifest says otherwise; its <see cref="BundleManifest.Files"/> are not looked at.</param>
    /// <returns>The manifest as it was written.</returns>
    /// <exception cref="InvalidDataException">The bundle would not be one; the message says why. What was there stays.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static BundleManifest Write(string folder, BundleManifest manifest)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(manifest);
        BundleManifest written = manifest with { Files = List(folder) };
        ManifestCheck.Check(written);
        string fresh = Path.Combine(folder, "." + BundleManifest.FileName + ".tmp");
        using (FileStream file = File.Create(fresh))
        {
            JsonSerializer.Serialize(file, written, BundleJson.Default.BundleManifest);
        }

        File.Move(fresh, Path.Combine(folder, BundleManifest.FileName), overwrite: true);
        return written;
    }

    private static SortedDictionary<string, BundleFile> List(string folder)
    {
        var files = new SortedDictionary<string, BundleFile>(StringComparer.Ordinal);
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles())
        {
            if (file.Name != BundleManifest.FileName && file.Name[0] != '.')
            {
                using FileStream bytes = file.OpenRead();
                files[file.Name] = new BundleFile { Bytes = file.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
            }
        }

        return files;
    }
}
