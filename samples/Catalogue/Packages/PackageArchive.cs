using System.Security.Cryptography;
using Catalogue.Scanning;

namespace Catalogue.Packages;

/// <summary>The packages of the distribution this runs on.</summary>
/// <param name="folder">Keeps what was downloaded.</param>
internal sealed class PackageArchive(string folder)
{
    private const string Sources = "/etc/apt";

    /// <summary>Lets apt know source packages, by lists of its own: those of the system stay as they are.</summary>
    public async Task UpdateAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(folder, "lists", "partial"));
        Directory.CreateDirectory(Path.Combine(folder, "archives"));
        Directory.CreateDirectory(Path.Combine(folder, "sources"));
        string sources = Path.Combine(folder, "sources");
        await File.WriteAllTextAsync(Path.Combine(sources, "deb-src.sources"), string.Join("\n\n", Files("*.sources").SelectMany(Stanzas)) + "\n", cancellationToken);
        IEnumerable<string> lists = Files("*.list").Prepend(Path.Combine(Sources, "sources.list")).Where(File.Exists);
        await File.WriteAllLinesAsync(Path.Combine(sources, "deb-src.list"), lists.SelectMany(File.ReadLines).Where(line => line.StartsWith("deb ", StringComparison.Ordinal) && IsKept(line)).Select(line => $"deb-src{line[3..]}"), cancellationToken);
        await Commands.RunAsync(folder, "apt-get", [.. Options(), "update"], cancellationToken);
    }

    /// <summary>Downloads a package, unless it is here.</summary>
    /// <returns>The package with its version and checksum, and its file.</returns>
    /// <exception cref="InvalidDataException">It is not what the row states.</exception>
    public async Task<(PackageRow Row, string File)> DownloadAsync(PackageRow row, CancellationToken cancellationToken)
    {
        string archives = Path.Combine(folder, "archives");
        (string File, string Version)? found = Find(row);
        if (found is null)
        {
            string wanted = row.Version == PackageRow.Open ? row.Name : $"{row.Name}={row.Version}";
            IEnumerable<string> arguments = row.IsBinary ? ["-o", "APT::Sandbox::User=root", "download", wanted] : [.. Options(), "source", "--only-source", "--download-only", wanted];
            await Commands.RunAsync(archives, "apt-get", arguments, cancellationToken);
            found = Find(row) ?? throw new InvalidDataException($"apt-get brought no {wanted}; it must be in {archives}.");
        }

        string hash = await HashAsync(found.Value.File, cancellationToken);
        return row.Sha256 == PackageRow.Open || row.Sha256 == hash
            ? (row with { Version = found.Value.Version, Sha256 = hash }, found.Value.File)
            : throw new InvalidDataException($"{Path.GetFileName(found.Value.File)} has the SHA-256 {hash}; it must be {row.Sha256}. Remove it to download it again.");
    }

    /// <summary>Unpacks the sources of a package, and its licences.</summary>
    /// <returns>A folder that the caller deletes.</returns>
    /// <exception cref="InvalidDataException">An archive of a source package is not what its description states.</exception>
    public async Task<string> UnpackAsync(PackageRow row, string file, CancellationToken cancellationToken)
    {
        string target = Path.Combine(folder, "unpacked");
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.CreateDirectory(target);
        if (row.IsBinary)
        {
            await Commands.RunAsync(folder, "dpkg-deb", ["--extract", file, target], cancellationToken);
        }

        string sources = Path.Combine(target, "usr", "src");
        IReadOnlyList<string> archives = !row.IsBinary ? await ArchivesAsync(file, cancellationToken) : Directory.Exists(sources) ? Directory.GetFiles(sources, "*.tar.*") : [];
        foreach (string archive in archives)
        {
            string part = Path.Combine(target, Path.GetFileName(archive) + ".d");
            Directory.CreateDirectory(part);
            await Commands.RunAsync(part, "tar", ["--extract", "--file", archive, "--no-same-owner", "--wildcards", "--ignore-case", .. Languages.Extensions.Select(extension => $"*{extension}"), "*debian/copyright"], cancellationToken);
        }

        return target;
    }

    private static async Task<IReadOnlyList<string>> ArchivesAsync(string description, CancellationToken cancellationToken)
    {
        var archives = new List<string>();
        foreach (string line in File.ReadLines(description).SkipWhile(line => line != "Checksums-Sha256:").Skip(1).TakeWhile(line => line.StartsWith(' ')))
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string archive = Path.Combine(Path.GetDirectoryName(description)!, fields[2]);
            if (await HashAsync(archive, cancellationToken) is var hash && hash != fields[0])
            {
                throw new InvalidDataException($"{fields[2]} has the SHA-256 {hash}; it must be {fields[0]}. Remove it to download it again.");
            }

            if (fields[2].Contains(".tar.", StringComparison.Ordinal) && !fields[2].EndsWith(".asc", StringComparison.Ordinal))
            {
                archives.Add(archive);
            }
        }

        return archives;
    }

    private static async Task<string> HashAsync(string file, CancellationToken cancellationToken)
    {
        await using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    private static IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(Path.Combine(Sources, "sources.list.d"), pattern).Order(StringComparer.Ordinal);

    /// <summary>What a file in the format of deb822 lists, as sources.</summary>
    private static IEnumerable<string> Stanzas(string file) => File.ReadAllText(file).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(IsKept)
        .Select(stanza => string.Join('\n', stanza.Split('\n').Where(line => !line.StartsWith("Architectures:", StringComparison.Ordinal)).Select(line => line.StartsWith("Types:", StringComparison.Ordinal) ? "Types: deb-src" : line)));

    // Updates for security replace each other within weeks, and with them the versions that a list could name.
    private static bool IsKept(string source) => !source.Contains("-security", StringComparison.Ordinal);

    private (string File, string Version)? Find(PackageRow row) => Directory.EnumerateFiles(Path.Combine(folder, "archives"), $"{row.Name}_*{(row.IsBinary ? ".deb" : ".dsc")}").Order(StringComparer.Ordinal)
        .Select(file => (file, Version(row, file))).Where(found => row.Version is PackageRow.Open || found.Item2 == row.Version).Select(found => ((string, string)?)found).LastOrDefault();

    private static string Version(PackageRow row, string file) => row.IsBinary
        ? Uri.UnescapeDataString(Path.GetFileName(file).Split('_')[1])
        : File.ReadLines(file).First(line => line.StartsWith("Version: ", StringComparison.Ordinal))["Version: ".Length..];

    private IEnumerable<string> Options() =>
        ((string[])[$"Dir::Etc::sourcelist=/dev/null", $"Dir::Etc::sourceparts={folder}/sources", $"Dir::State::lists={folder}/lists", "APT::Sandbox::User=root"]).SelectMany(option => (string[])["-o", option]);
}
