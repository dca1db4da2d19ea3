using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;

namespace LogGuardian.Inference;

/// <summary>
/// The files of a bundle on disk, each with the length and hash that the manifest lists: those of a folder where they are, those of a zip in a folder of their own until it is disposed.
/// A file that the manifest does not list is never read. Those who share it hold it, and the last one to let go deletes what was unpacked.
/// </summary>
internal sealed class BundleFolder : IDisposable
{
    private const int MaxZipDirectoryBytes = 4 * 1024 * 1024;
    private const int BufferBytes = 256 * 1024;
    private const int SymbolicLink = 0xA000;
    private const int FileType = 0xF000;
    private readonly Lock _gate = new();
    private readonly DirectoryInfo? _extracted;
    private readonly string _path;
    private int _holders = 1;

    private BundleFolder(string path, BundleManifest manifest, string hash, DirectoryInfo? extracted)
    {
        _path = path;
        _extracted = extracted;
        Manifest = manifest;
        Hash = hash;
    }

    public BundleManifest Manifest { get; }

    /// <summary>SHA-256 of the manifest, which holds the hashes of all files.</summary>
    public string Hash { get; }

    /// <exception cref="InvalidDataException">It is not a bundle, or a damaged one.</exception>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    public static BundleFolder Open(string path, long mostBytes) =>
        Directory.Exists(path) ? OpenFolder(path, mostBytes)
        : File.Exists(path) ? OpenZip(File.OpenRead(path), mostBytes)
        : throw new FileNotFoundException("There is nothing at this path; it must be a folder or a zip with a manifest.json.", path);

    /// <summary>Opens a zip, which is closed when it is unpacked.</summary>
    /// <exception cref="InvalidDataException">It is not a bundle, or a damaged one.</exception>
    public static BundleFolder OpenZip(Stream bytes, long mostBytes)
    {
        using var zip = new ReadBudgetStream(bytes) { Budget = MaxZipDirectoryBytes };
        ZipArchive archive;
        Dictionary<string, ZipArchiveEntry> entries;
        try
        {
            archive = new ZipArchive(zip, ZipArchiveMode.Read);
            entries = Entries(archive);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"It is not a zip of a bundle: {e.Message}", e);
        }

        using (archive)
        {
            zip.Budget = long.MaxValue;
            if (!entries.TryGetValue(BundleManifest.FileName, out ZipArchiveEntry? entry))
            {
                throw new InvalidDataException($"'{BundleManifest.FileName}' is missing in the zip; it must lie at its root. Pack the files themselves, not their folder.");
            }

            byte[] json;
            using (Stream stream = OpenEntry(entry))
            {
                json = ReadManifest(stream);
            }

            BundleManifest manifest = Check(json, mostBytes);
            var folder = new BundleFolder(Directory.CreateTempSubdirectory("logguardian-model-"), manifest, Convert.ToHexStringLower(SHA256.HashData(json)));
            try
            {
                folder.Extract(entries);
                return folder;
            }
            catch (Exception)
            {
                folder.Dispose();
                throw;
            }
        }
    }

    /// <exception cref="ArgumentException">The manifest does not list it.</exception>
    public FileStream OpenRead(string name) => Manifest.Files.ContainsKey(name)
        ? File.OpenRead(PathOf(name))
        : throw new ArgumentException($"The bundle '{Manifest.Name}' has no file '{name}'; it lists {string.Join(", ", Manifest.Files.Keys.Order(StringComparer.Ordinal))}. Name one of them.", nameof(name));

    public string PathOf(string file) => Path.Combine(_path, file);

    /// <summary>Holds it once more, unless it is closed.</summary>
    public bool TryHold()
    {
        lock (_gate)
        {
            if (_holders == 0)
            {
                return false;
            }

            _holders++;
            return true;
        }
    }

    /// <summary>Gives up one hold.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (--_holders > 0)
            {
                return;
            }
        }

        try
        {
            _extracted?.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In use by someone else, such as a scanner: the system clears its temporary folder.
        }
    }

    private static BundleFolder OpenFolder(string path, long mostBytes)
    {
        byte[] json;
        using (FileStream file = OpenPlain(path, BundleManifest.FileName, null))
        {
            json = ReadManifest(file);
        }

        BundleManifest manifest = Check(json, mostBytes);
        foreach ((string name, BundleFile listed) in manifest.Files)
        {
            using FileStream file = OpenPlain(path, name, listed.Bytes);
            Copy(file, Stream.Null, name, listed);
        }

        return new BundleFolder(path, manifest, Convert.ToHexStringLower(SHA256.HashData(json)), null);
    }

    private static FileStream OpenPlain(string folder, string name, long? bytes)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        if (file.LinkTarget is not null || (file.Exists && file.Attributes.HasFlag(FileAttributes.ReparsePoint)))
        {
            throw new InvalidDataException($"'{name}' is a link; every file of a bundle lies in it. Put the file itself there.");
        }

        if (!file.Exists)
        {
            throw new InvalidDataException($"'{name}' is missing; every file that the manifest lists must be there, and {BundleManifest.FileName} itself.");
        }

        // Before it is opened: what is no file, such as a pipe, has another length, and opening it might wait for ever.
        if (bytes is { } listed ? file.Length != listed : file.Length == 0)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"'{name}' has {file.Length} bytes; it must have {(bytes is null ? "some" : $"the {bytes} that the manifest lists. The file is damaged or another one: get the bundle again")}."));
        }

        return file.OpenRead();
    }

    private BundleFolder(DirectoryInfo extracted, BundleManifest manifest, string hash)
        : this(extracted.FullName, manifest, hash, extracted)
    {
    }

    private static Dictionary<string, ZipArchiveEntry> Entries(ZipArchive archive)
    {
        var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (!entries.TryAdd(entry.FullName, entry))
            {
                throw new InvalidDataException($"The zip holds '{entry.FullName}' twice; it must hold every file once.");
            }
        }

        return entries;
    }

    private static Stream OpenEntry(ZipArchiveEntry entry) => ((entry.ExternalAttributes >> 16) & FileType) == SymbolicLink
        ? throw new InvalidDataException($"'{entry.FullName}' is a link; every file of a bundle lies in it. Pack the file itself.")
        : entry.Open();

    private void Extract(Dictionary<string, ZipArchiveEntry> entries)
    {
        foreach ((string name, BundleFile listed) in Manifest.Files)
        {
            ZipArchiveEntry entry = entries.TryGetValue(name, out ZipArchiveEntry? found)
                ? found
                : throw new InvalidDataException($"'{name}' is missing; every file that the manifest lists must be at the root of the zip.");
            if (entry.Length != listed.Bytes)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"'{name}' has {entry.Length} bytes; it must have the {listed.Bytes} that the manifest lists. Get the bundle again."));
            }

            using Stream from = OpenEntry(entry);
            using FileStream to = File.Create(PathOf(name));
            Copy(from, to, name, listed);
        }
    }

    /// <summary>Copies what must have the listed length and hash, and never more than that length.</summary>
    private static void Copy(Stream from, Stream to, string name, BundleFile listed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        long total = 0;
        for (int read; (read = from.Read(buffer, 0, BufferBytes)) > 0;)
        {
            total += read;
            if (total > listed.Bytes)
            {
                break;
            }

            hash.AppendData(buffer, 0, read);
            to.Write(buffer, 0, read);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        if (total != listed.Bytes)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"'{name}' has {(total > listed.Bytes ? "more" : "fewer")} bytes than the {listed.Bytes} that the manifest lists; the file is damaged or another one. Get the bundle again."));
        }

        string found = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (!string.Equals(found, listed.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException($"'{name}' has the SHA-256 {found}; it must be the {listed.Sha256} that the manifest lists. The file is damaged or another one: get the bundle again.");
        }
    }

    private static byte[] ReadManifest(Stream stream)
    {
        byte[] buffer = new byte[ManifestCheck.MaxManifestBytes + 1];
        int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length <= ManifestCheck.MaxManifestBytes
            ? buffer[..length]
            : throw new InvalidDataException($"{BundleManifest.FileName} has more than 1 MiB; a manifest is shorter.");
    }

    private static BundleManifest Check(byte[] json, long mostBytes)
    {
        BundleManifest manifest = ManifestCheck.Read(json);
        long total = 0;
        foreach ((string name, BundleFile file) in manifest.Files)
        {
            total = file.Bytes <= mostBytes - total
                ? total + file.Bytes
                : throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture, $"'{name}' brings the files to more than {mostBytes} bytes; set {nameof(ModelOptions)}.{nameof(ModelOptions.MaxBundleBytes)} if the bundle is meant to be so large."));
        }

        return manifest;
    }
}
