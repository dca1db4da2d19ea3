using System.Security.Cryptography;
using System.Text;

namespace DefaultModel;

/// <summary>A file that the model learns from.</summary>
/// <param name="Path">Its path within the repository, with forward slashes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its checksum in hexadecimal digits.</param>
internal sealed record InputFile(string Path, long Bytes, string Sha256)
{
    private const string Catalogue = "samples/data/catalogue";

    /// <summary>Where recordings of the lab are, within the repository.</summary>
    public const string Lab = "samples/data/lab";

    /// <summary>All of them, in the order of their paths.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="withLab">Whether recordings of the lab are among them.</param>
    public static IReadOnlyList<InputFile> Find(string root, bool withLab) =>
    [
        .. from folder in withLab ? [Lab, Catalogue] : new[] { Catalogue }
           let full = System.IO.Path.Combine(root, folder)
           where Directory.Exists(full)
           from file in Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories)
           where !file.EndsWith(".md", StringComparison.Ordinal)
           let path = System.IO.Path.GetRelativePath(root, file).Replace('\\', '/')
           orderby path
           select Of(file, path),
    ];

    /// <summary>One checksum for all: that of their checksums and paths, a file in each line.</summary>
    public static string HashOf(IEnumerable<InputFile> files) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(files.Select(file => $"{file.Sha256}  {file.Path}\n")))));

    private static InputFile Of(string file, string path)
    {
        using FileStream bytes = File.OpenRead(file);
        return new InputFile(path, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
