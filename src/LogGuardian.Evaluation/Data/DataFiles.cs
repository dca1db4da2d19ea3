using System.Collections.ObjectModel;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace LogGuardian.Evaluation;

/// <summary>Finds the files of a data set in what was downloaded: a folder, a tar or zip archive, or one file; each plain, gzip or zstd.</summary>
internal static class DataFiles
{
    private const int TarMagicAt = 257;

    // Data sets are published at most two folders deep; a path such as the home folder must not be searched to its bottom.
    private const int FolderDepth = 4;

    /// <summary>The files that are wanted, in ordinal order of their paths (folder) or in the order of the archive.</summary>
    /// <param name="path">Folder, archive or file.</param>
    /// <param name="wanted">Chooses by path; the extension of a compressed file is left out.</param>
    /// <param name="anySingle">Whether a path that names one file is taken whatever it is called.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async IAsyncEnumerable<DataFile> ReadAsync(
        string path, Predicate<string> wanted, bool anySingle, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string file in Directory.Exists(path) ? Below(path, wanted) : [path])
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool isPath = file == path;
            string name = PlainName(isPath ? Path.GetFileName(path) : Path.GetRelativePath(path, file).Replace('\\', '/'));
            using FileStream raw = Open(file);
            ArchiveKind kind = isPath ? KindOf(file) : ArchiveKind.None;
            if (kind == ArchiveKind.None)
            {
                if (anySingle || !isPath || wanted(name))
                {
                    using Stream content = DecodedStream.Open(file, raw);
                    yield return new DataFile(name, content);
                }

                continue;
            }

            using Stream packed = kind == ArchiveKind.Zip ? raw : DecodedStream.Open(file, raw);
            IAsyncEnumerable<DataFile> members = kind == ArchiveKind.Zip ? Unzip(file, packed, wanted) : UntarAsync(file, packed, wanted, cancellationToken);
            await foreach (DataFile member in members.ConfigureAwait(false))
            {
                yield return member;
            }
        }
    }

    private static IEnumerable<string> Below(string folder, Predicate<string> wanted) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = FolderDepth })
            .Where(file => wanted(PlainName(Path.GetRelativePath(folder, file).Replace('\\', '/'))))
            .Order(StringComparer.Ordinal);

    private static FileStream Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"'{file}' does not exist; it must be a file or a folder of the data set. Check the path.", file, e);
        }
    }

    private static ArchiveKind KindOf(string file)
    {
        byte[] head = new byte[TarMagicAt + 5];
        using FileStream raw = Open(file);
        if (raw.ReadAtLeast(head.AsSpan(0, 4), 4, throwOnEndOfStream: false) == 4 && head.AsSpan().StartsWith("PK\u0003\u0004"u8))
        {
            return ArchiveKind.Zip;
        }

        raw.Position = 0;
        using Stream content = DecodedStream.Open(file, raw);
        int read = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return read == head.Length && head.AsSpan(TarMagicAt).SequenceEqual("ustar"u8) ? ArchiveKind.Tar : ArchiveKind.None;
    }

    private static async IAsyncEnumerable<DataFile> UntarAsync(
        string file, Stream packed, Predicate<string> wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using TarReader tar = new(packed, leaveOpen: true);
        while (await NextAsync(file, tar, cancellationToken).ConfigureAwait(false) is { } entry)
        {
            string name = PlainName(entry.Name.TrimStart('.', '/'));
            if (entry.DataStream is { } content && wanted(name))
            {
                yield return new DataFile(name, new GuardedStream(file, content, entry.Length));
            }
        }
    }

    private static async ValueTask<TarEntry?> NextAsync(string file, TarReader tar, CancellationToken cancellationToken)
    {
        try
        {
            return await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or InvalidDataException)
        {
            throw e.Message.Contains(file, StringComparison.Ordinal) ? e : DecodedStream.Damaged(file, e);
        }
    }

    private static async IAsyncEnumerable<DataFile> Unzip(string file, Stream packed, Predicate<string> wanted)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        foreach (ZipArchiveEntry entry in Entries(file, packed))
        {
            if (entry.Name.Length > 0 && wanted(PlainName(entry.FullName)))
            {
                using Stream content = entry.Open();
                yield return new DataFile(PlainName(entry.FullName), new GuardedStream(file, content, entry.Length));
            }
        }
    }

    private static ReadOnlyCollection<ZipArchiveEntry> Entries(string file, Stream packed)
    {
        try
        {
            return new ZipArchive(packed, ZipArchiveMode.Read, leaveOpen: true).Entries;
        }
        catch (InvalidDataException e)
        {
            throw DecodedStream.Damaged(file, e);
        }
    }

    private static string PlainName(string name) =>
        Path.GetExtension(name) is ".gz" or ".zst" ? name[..name.LastIndexOf('.')] : name;

    private enum ArchiveKind
    {
        None,
        Tar,
        Zip,
    }
}
