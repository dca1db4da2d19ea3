namespace LogGuardian.Tests.Conventions;

/// <summary>What a package shows of itself where people look for packages.</summary>
public sealed class PackageTests
{
    private const int LeastReadmeLines = 10;

    private static IEnumerable<ProjectFile> Packable =>
        Repository.ShippedProjects.Where(project => !string.Equals(project.Property("IsPackable"), "false", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Package_HasAReadme() => Violations.None(
        from project in Packable
        let path = $"{project.Folder}/README.md"
        let lines = Repository.Exists(path) ? Repository.Read(path).Split('\n').Length : 0
        where lines < LeastReadmeLines
        select FormattableString.Invariant($"{path} has {lines} lines; a package says what it is for and how it is used. Write at least {LeastReadmeLines}."));

    [Fact]
    public void Package_HasADescription() => Violations.None(
        from project in Packable
        where string.IsNullOrWhiteSpace(project.Property("Description"))
        select $"{project.Path} has no Description; it is what package search shows. Add one sentence.");

    [Fact]
    public void Package_HasApiFiles() => Violations.None(
        from project in Packable
        where !string.Equals(project.Property("IsPublicApi"), "false", StringComparison.OrdinalIgnoreCase)
        from name in new[] { "PublicAPI.Shipped.txt", "PublicAPI.Unshipped.txt" }
        where !Repository.Exists($"{project.Folder}/{name}")
        select $"{project.Folder}/{name} is missing; the API files record what is public. Add a file that holds '#nullable enable'.");
}
