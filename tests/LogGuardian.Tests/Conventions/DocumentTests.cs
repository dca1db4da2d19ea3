using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace LogGuardian.Tests.Conventions;

/// <summary>What documents say about the code is true of the code.</summary>
public sealed partial class DocumentTests
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    [Fact]
    public void Link_ToAFile_LeadsSomewhere() => Violations.None(
        from path in Repository.Files
        where path.EndsWith(".md", StringComparison.Ordinal)
        from link in Link().Matches(Repository.Read(path)).Select(match => match.Groups["target"].Value)
        where !link.Contains(':', StringComparison.Ordinal) && !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, link))
        select $"{path} links to '{link}', which does not exist.");

    [Fact]
    public void Decision_OfEveryFile_IsInTheIndex() => Violations.None(
        from path in Repository.Find("docs/decisions", "*.md")
        let name = Path.GetFileName(path)
        where name != "README.md" && !Repository.Read("docs/decisions/README.md").Contains($"({name})", StringComparison.Ordinal)
        select $"{path} is not in docs/decisions/README.md; add a line for it.");

    [Fact]
    public void Glossary_EveryTypeColumn_NamesRealTypes() => Violations.None(
        from row in MarkdownTable.Read(Repository.Read("docs/glossary.md"), "word", "type", "meaning")
        from name in row[1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        where !IsReal(name)
        select $"docs/glossary.md: '{row[0]}' is said to be {name}, which does not exist. Rename it there as well.");

    [Fact]
    public void MemoryBound_OfEveryRow_IsThatOfTheCode() => Violations.None(
        from row in MarkdownTable.Read(Repository.Read("docs/architecture.md"), "what", "bound", "set by", "what leaves first")
        let real = ValueOf(row[2])
        where Number().Match(row[1]).Value != real
        select $"docs/architecture.md bounds '{row[0]}' by {row[1]}; {row[2]} is {real}. Change the table.");

    private static bool IsReal(string name)
    {
        string[] parts = name.Split('.');
        return ShippedAssemblies.Types.Any(type => type.Name == parts[0] && (parts.Length == 1 || type.GetMember(parts[1], Any).Length > 0));
    }

    /// <summary>The value of a constant, of an option's default or of a parameter's default: Type.Member or Type.Method(parameter).</summary>
    private static string ValueOf(string name)
    {
        string[] parts = name.TrimEnd(')').Split('.', '(');
        Type? type = ShippedAssemblies.Types.FirstOrDefault(candidate => candidate.Name.Split('`')[0] == parts[0]);
        object? value = parts.Length == 3
            ? type?.GetMethod(parts[1], Any)?.GetParameters().FirstOrDefault(parameter => parameter.Name == parts[2])?.DefaultValue
            : type?.GetField(parts[1], Any)?.GetValue(null) ?? type?.GetProperty(parts[1], Any)?.GetValue(Activator.CreateInstance(type));
        return value is null ? "not there" : string.Format(CultureInfo.InvariantCulture, "{0:N0}", value);
    }

    [GeneratedRegex(@"\]\((?<target>[^)#\s]+)(?:#[^)]*)?\)", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex("[0-9][0-9,]*", RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
