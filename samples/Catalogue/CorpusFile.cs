using System.Text;
using Catalogue.Scanning;
using ZstdSharp;

namespace Catalogue;

/// <summary>Reads and writes the corpus.</summary>
internal static class CorpusFile
{
    private const int CompressionLevel = 19;

    public static void Write(string file, IEnumerable<Entry> entries)
    {
        using Stream stream = file.EndsWith(".zst", StringComparison.Ordinal) ? new CompressionStream(File.Create(file), CompressionLevel, leaveOpen: false) : File.Create(file);
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        foreach (Entry entry in entries)
        {
            writer.Write($"{entry.Level.ToString().ToLowerInvariant()}\t{entry.Package}\t{entry.Language}\t{entry.Message}\n");
        }
    }

    /// <exception cref="InvalidDataException">A line is not of the corpus.</exception>
    public static IEnumerable<Entry> Read(string file)
    {
        using Stream stream = file.EndsWith(".zst", StringComparison.Ordinal) ? new DecompressionStream(File.OpenRead(file), leaveOpen: false) : File.OpenRead(file);
        using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        while (reader.ReadLine() is { } line)
        {
            yield return line.Split('\t') is [var level, var package, var language, var message] && Enum.TryParse(level, ignoreCase: true, out Level known)
                ? new Entry(known, package, language, message)
                : throw new InvalidDataException($"{file} has the line '{line}'; it must be level, package, language and message with tabs between.");
        }
    }
}
