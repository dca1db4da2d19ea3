using System.Text.RegularExpressions;

namespace Catalogue.Packages;

/// <summary>Reads the licences of a package from its <c>debian/copyright</c>.</summary>
internal static partial class Licences
{
    private const int MaxNames = 12;

    /// <summary>Of an unpacked package.</summary>
    public static string Of(string folder) => Named(string.Concat(Directory.EnumerateFiles(folder, "copyright", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(1).Select(File.ReadAllText)));

    /// <summary>The short names that a machine-readable file states, the frequent ones first; of another file the common licences that it refers to.</summary>
    public static string Named(string copyright)
    {
        IEnumerable<string> names = Stated().Matches(copyright).Select(match => match.Groups["name"].Value.Trim()) is var stated && stated.Any()
            ? stated.SelectMany(name => Joint().Split(name)).Select(Spelled)
            : Common().Matches(copyright).Select(match => Spelled(match.Groups["name"].Value.TrimEnd('.'))).DefaultIfEmpty("see-debian-copyright");
        return string.Join(' ', names.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(MaxNames).Select(group => group.First()));
    }

    private static string Spelled(string name)
    {
        string word = Space().Replace(name.Trim().Trim('(', ')', '"', '\''), "-");
        Match gnu = Gnu().Match(word);
        return gnu.Success ? $"{gnu.Groups["name"].Value.ToUpperInvariant()}-{gnu.Groups["version"].Value}{(gnu.Groups["minor"].Success ? gnu.Groups["minor"].Value : ".0")}-{(gnu.Groups["later"].Success ? "or-later" : "only")}"
            : word.Equals("Expat", StringComparison.OrdinalIgnoreCase) ? "MIT"
            : word is "Apache-2" ? "Apache-2.0"
            : word.ToUpperInvariant() is "BSD-3-CLAUSE" or "BSD-2-CLAUSE" or "BSD-3" or "BSD-2" ? $"BSD-{word[4]}-Clause"
            : word;
    }

    [GeneratedRegex(@"^License:[ \t]*(?<name>\S[^\n]*)$", RegexOptions.Multiline)]
    private static partial Regex Stated();

    [GeneratedRegex(@"/usr/share/common-licenses/(?<name>[A-Za-z0-9.-]+)")]
    private static partial Regex Common();

    [GeneratedRegex(@"\s*,?\s+(?:and|or|and/or|with\s.*)(?:\s+|$)|\s*[,|]\s*", RegexOptions.IgnoreCase)]
    private static partial Regex Joint();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"^(?<name>A?GPL|LGPL|GFDL)-?v?(?<version>\d)(?<minor>\.\d)?(?:\.0)?(?<later>\+|-or-later)?(?:-only)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Gnu();
}
