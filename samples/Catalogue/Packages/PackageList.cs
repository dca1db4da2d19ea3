using System.Globalization;

namespace Catalogue.Packages;

/// <summary>Reads and writes <c>packages.tsv</c>.</summary>
internal static class PackageList
{
    private const string Header = "package\tkind\tversion\tsha256\tlicences\tmessages";

    /// <exception cref="InvalidDataException">A line is not a row.</exception>
    public static IReadOnlyList<PackageRow> Read(string file)
    {
        string[] lines = [.. File.ReadLines(file).Where(line => line.Length > 0)];
        if (lines.FirstOrDefault() != Header)
        {
            throw new InvalidDataException($"{file} begins with '{lines.FirstOrDefault()}'; it must be the header '{Header.Replace('\t', ' ')}'. Separate with tabs.");
        }

        return [.. lines.Skip(1).Select(line => line.Split('\t') is [var name, ("source" or "binary") and var kind, var version, var hash, var licences, var count] && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int messages)
            ? new PackageRow(name, kind, version, hash, licences, messages)
            : throw new InvalidDataException($"{file} has the line '{line}'; it must be six fields with tabs between, the second source or binary and the last a number. Write - for what the run fills in, and 0 messages."))];
    }

    public static void Write(string file, IEnumerable<PackageRow> rows) => File.WriteAllText(file, string.Concat(
        rows.OrderBy(row => row.Name, StringComparer.Ordinal)
            .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Name}\t{row.Kind}\t{row.Version}\t{row.Sha256}\t{row.Licences}\t{row.Messages}\n"))
            .Prepend($"{Header}\n")));
}
