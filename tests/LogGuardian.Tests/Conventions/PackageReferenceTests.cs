namespace LogGuardian.Tests.Conventions;

public sealed class PackageReferenceTests
{
    private const string VersionsFile = "Directory.Packages.props";

    private static readonly string[] Versions = [.. ProjectFile.Load(VersionsFile).Items("PackageVersion").Select(ProjectFile.Include)];

    /// <summary>Projects, and the props files that give every project below them the same references.</summary>
    private static readonly ProjectFile[] Referencing =
        [.. Repository.Projects, .. Repository.Find("", "Directory.Build.*").Where(path => path.EndsWith(".props", StringComparison.Ordinal) || path.EndsWith(".targets", StringComparison.Ordinal)).Select(ProjectFile.Load)];

    [Fact]
    public void PackageVersion_OfEveryEntry_IsUsed() => Violations.None(
        Versions.Except(Referencing.SelectMany(project => project.PackageReferences).Select(ProjectFile.Include), StringComparer.OrdinalIgnoreCase)
            .Select(name => $"{VersionsFile} pins {name}, which no project references. Take the entry out."));

    [Fact]
    public void PackageVersion_OfEveryEntry_IsPinnedOnce() => Violations.None(
        Versions.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => $"{VersionsFile} pins {group.Key} more than once."));

    [Fact]
    public void PackageReference_OfEveryProject_HasACentralVersion() => Violations.None(
        from project in Referencing
        from name in project.PackageReferences.Select(ProjectFile.Include)
        where !Versions.Contains(name, StringComparer.OrdinalIgnoreCase)
        select $"{project.Path} references {name}, which {VersionsFile} does not list. Add its version there.");

    [Fact]
    public void PackageReference_OfEveryProject_HasNoVersionOfItsOwn() => Violations.None(
        from project in Referencing
        from item in project.PackageReferences
        where item.Attributes().Concat<object>(item.Elements()).Any(part => NameOf(part) is "Version" or "VersionOverride")
        select $"{project.Path} gives {ProjectFile.Include(item)} a version; versions stand in {VersionsFile} alone.");

    [Fact]
    public void BuildFile_OfTheRepository_NamesNoHost() => Violations.None(
        from path in Repository.Files
        where IsBuildFile(Path.GetFileName(path))
        let text = Repository.Read(path)
        from scheme in new[] { "http://", "https://" }
        where text.Contains(scheme, StringComparison.OrdinalIgnoreCase)
        select $"{path} names a host ('{scheme}…'); packages come from the source that the user has configured. Take the address out.");

    private static bool IsBuildFile(string name) =>
        Path.GetExtension(name).ToUpperInvariant() is ".PROPS" or ".TARGETS" or ".CSPROJ"
        || name.ToUpperInvariant() is "NUGET.CONFIG" or "PACKAGES.LOCK.JSON" or "GLOBAL.JSON";

    private static string NameOf(object part) => part is System.Xml.Linq.XAttribute attribute ? attribute.Name.LocalName : ((System.Xml.Linq.XElement)part).Name.LocalName;
}
