namespace LogGuardian.Tests.Conventions;

/// <summary>The graph of projects is the table in docs/architecture.md, no more and no less.</summary>
public sealed class ProjectGraphTests
{
    private const string Document = "docs/architecture.md";

    private static IReadOnlyList<IReadOnlyList<string>> Table => MarkdownTable.Read(Repository.Read(Document), "project", "references", "packages", "why");

    [Fact]
    public void Table_EveryProject_HasOneRow() => Violations.None(
        Repository.ShippedProjects.Select(project => project.Name)
            .Except(Table.Select(row => row[0]))
            .Select(name => $"{Document} has no row for {name}; every project below src has one. Add it to the table of projects."));

    [Fact]
    public void Table_EveryRow_IsAProject() => Violations.None(
        Table.Select(row => row[0])
            .Except(Repository.ShippedProjects.Select(project => project.Name))
            .Select(name => $"{Document} has a row for {name}, which is not below src. Take the row out, or add the project."));

    [Fact]
    public void References_OfEveryProject_AreThoseOfTheTable() => Compare(1, "projects", project => project.ProjectReferences);

    [Fact]
    public void Packages_OfEveryProject_AreThoseOfTheTable() => Compare(2, "packages", project => project.Packages);

    [Fact]
    public void Why_OfEveryRow_IsSaid() => Violations.None(
        Table.Where(row => row.Count != 4 || row[3].Length == 0).Select(row => $"{Document}: the row for {row[0]} does not say why the project exists."));

    [Fact]
    public void References_OfShippedProjects_StayBelowSrc() => Violations.None(
        from project in Repository.ShippedProjects
        from reference in project.ProjectReferences
        where Repository.ShippedProjects.All(shipped => shipped.Name != reference)
        select $"{project.Path} references {reference}, which is not below src; packages reference packages only.");

    private static void Compare(int column, string what, Func<ProjectFile, IReadOnlyList<string>> actual) => Violations.None(
        from row in Table
        from project in Repository.ShippedProjects
        where project.Name == row[0]
        let said = string.Join(", ", row[column].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal))
        let real = string.Join(", ", actual(project))
        where said != real
        select $"{Document} says that {project.Name} references the {what} '{said}'; its csproj references '{real}'. Change the one that is wrong.");
}
