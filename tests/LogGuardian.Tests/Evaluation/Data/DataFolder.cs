using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using ZstdSharp;

namespace LogGuardian.Tests.Evaluation.Data;

/// <summary>A folder for the files of one test, in every packing that data sets come in.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("logguardian-").FullName;

    public string Write(string name, string text) => Write(name, Encoding.Latin1.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Packs files and gives the path that a user would pass: the file, the archive, or the folder.</summary>
    public string Pack(string packing, params (string Name, string Text)[] files)
    {
        (string Name, byte[] Bytes)[] content = [.. files.Select(file => (file.Name, Encoding.Latin1.GetBytes(file.Text)))];
        switch (packing)
        {
            case "folder":
                foreach ((string name, byte[] bytes) in content)
                {
                    Write("set/" + name, bytes);
                }

                return System.IO.Path.Combine(Path, "set");
            case "tar":
                return Write("set.tar", Tar(content));
            case "tar.gz":
                return Write("set.tar.gz", Gzip(Tar(content)));
            case "tar.zst":
                return Write("set.tar.zst", Zstd(Tar(content)));
            case "zip":
                return Write("set.zip", Zip(content));
            default:
                foreach ((string name, byte[] bytes) in content)
                {
                    Write("set/" + name + Extension(packing), packing switch { "gz" => Gzip(bytes), "zst" => Zstd(bytes), _ => bytes });
                }

                return System.IO.Path.Combine(Path, "set", content[0].Name + Extension(packing));
        }
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    public static byte[] Zstd(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (CompressionStream zstd = new(packed))
        {
            zstd.Write(bytes);
        }

        return packed.ToArray();
    }

    public static byte[] Tar(params (string Name, byte[] Bytes)[] files)
    {
        using MemoryStream packed = new();
        using (TarWriter tar = new(packed, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "./" + name) { DataStream = new MemoryStream(bytes) });
            }
        }

        return packed.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[] Bytes)[] files)
    {
        using MemoryStream packed = new();
        using (ZipArchive zip = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in files)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return packed.ToArray();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string Extension(string packing) => packing is "gz" or "zst" ? "." + packing : "";
}
