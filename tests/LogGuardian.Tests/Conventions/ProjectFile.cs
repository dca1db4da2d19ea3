using System.Xml.Linq;

namespace LogGuardian.Tests.Conventions;

/// <summary>What a csproj or props file says about references.</summary>
internal sealed record ProjectFile(string Path, XDocument Xml)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => Path[..Path.LastIndexOf('/')];

    /// <summary>Names of the projects that it references.</summary>
    public IReadOnlyList<string> ProjectReferences =>
        [.. Items("ProjectReference").Select(item => System.IO.Path.GetFileNameWithoutExtension(Include(item).Replace('\\', '/'))).Order(StringComparer.Ordinal)];

    /// <summary>Names of the packages that whoever references the project gets as well; analyzers and other build-only packages left out.</summary>
    public IReadOnlyList<string> Packages =>
        [.. PackageReferences.Where(item => !IsBuildOnly(item)).Select(Include).Order(StringComparer.Ordinal)];

    public IEnumerable<XElement> PackageReferences => Items("PackageReference");

    public static ProjectFile Load(string path) => new(path, XDocument.Parse(Repository.Read(path)));

    public static string Include(XElement item) => (string?)item.Attribute("Include") ?? (string?)item.Attribute("Update") ?? "";

    public IEnumerable<XElement> Items(string name) => Xml.Descendants(name);

    public string? Property(string name) => Xml.Descendants(name).LastOrDefault()?.Value;

    private static bool IsBuildOnly(XElement item) =>
        string.Equals((string?)item.Attribute("PrivateAssets") ?? (string?)item.Element("PrivateAssets"), "all", StringComparison.OrdinalIgnoreCase);
}
