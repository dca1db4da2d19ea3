using System.Text.RegularExpressions;

namespace LogGuardian.Tests.Conventions;

/// <summary>A C# file as text. Relies on file-scoped namespaces, which make a top-level type start at the first column.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    public int LineCount => Text.Count(c => c == '\n') + (Text.Length > 0 && Text[^1] != '\n' ? 1 : 0);

    /// <summary>The file's name up to its first dot.</summary>
    public string Name => System.IO.Path.GetFileName(Path).Split('.')[0];

    /// <summary>Whether the name has a second part, as in <c>Parser.Numbers.cs</c>.</summary>
    public bool IsPart => System.IO.Path.GetFileName(Path).Count(c => c == '.') > 1;

    /// <summary>Name of the project folder below src.</summary>
    public string Package => Path.Split('/')[1];

    public IReadOnlyList<string> Namespaces => [.. NamespacePattern().Matches(Text).Select(match => match.Groups["name"].Value)];

    /// <summary>Names of the types at the first column, without type parameters.</summary>
    public IReadOnlyList<string> TopLevelTypes => [.. TypePattern().Matches(Text).Select(match => match.Groups["name"].Value)];

    public bool HasPartialType => TypePattern().Matches(Text).Any(match => match.Value.Contains("partial ", StringComparison.Ordinal));

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex NamespacePattern();

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe) +)*(?:class|struct|interface|enum|record(?: +class| +struct)?|delegate +[^\s(]+) +(?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex TypePattern();
}
