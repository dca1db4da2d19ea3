using System.Text.RegularExpressions;

namespace LogGuardian.Tests.Conventions;

public sealed partial class SourceFileTests
{
    private const int MaxSourceLines = 300;
    private const int MaxTestLines = 500;

    [Fact]
    public void SourceFile_InSrc_HoldsOneType() => Violations.None(
        Repository.SourceFiles("src").Where(file => file.TopLevelTypes.Count > 1)
            .Select(file => $"{file.Path} holds {string.Join(", ", file.TopLevelTypes)}; a file holds one type. Give each its own file."));

    [Fact]
    public void SourceFile_InSrc_IsNamedAfterItsType() => Violations.None(
        Repository.SourceFiles("src").Where(file => file.TopLevelTypes.Count == 1 && !IsNamedAfter(file))
            .Select(file => $"{file.Path} holds {file.TopLevelTypes[0]}; a file is named after its type. Rename one of them."));

    [Fact]
    public void SourceFile_InSrc_IsShort() => Violations.None(TooLong("src", MaxSourceLines));

    [Fact]
    public void SourceFile_InTests_IsShort() => Violations.None(TooLong("tests", MaxTestLines));

    [Fact]
    public void SourceFile_InSrc_HasItsPackagesNamespace() => Violations.None(
        from file in Repository.SourceFiles("src")
        from name in file.Namespaces
        where name != "LogGuardian" && name != file.Package && !IsWhereUsersLook(file, name)
        select $"{file.Path} is in the namespace {name}; it must be LogGuardian or {file.Package}. Folders make no namespaces.");

    [Fact]
    public void SourceFile_InSrc_LeavesNothingUndone() => Violations.None(
        from file in Repository.SourceFiles("src")
        from mark in Undone().Matches(file.Text).Select(match => match.Value).Distinct()
        select $"{file.Path} says {mark}; what is shipped is done. Do it, or open an issue and take the mark out.");

    [Theory]
    [InlineData("public sealed class One;\ninternal readonly record struct Two(int A);\n", "One,Two")]
    [InlineData("public static partial class One\n{\n    private enum Inner\n    {\n    }\n}\n", "One")]
    [InlineData("/// <summary>class Two</summary>\n[Flags]\npublic enum One : byte\n", "One")]
    [InlineData("internal abstract class One<T>(int a) : Base<T>\n", "One")]
    [InlineData("public delegate void One(int a);\ninterface Two\n", "One,Two")]
    public void TopLevelTypes_OfText_AreFound(string text, string expected) =>
        Assert.Equal(expected, string.Join(',', new SourceFile("src/LogGuardian.Core/One.cs", text).TopLevelTypes));

    // What extends the types of others stands in their namespace, so that whoever uses them finds it without another using.
    private static bool IsWhereUsersLook(SourceFile file, string name) => file.Name.EndsWith("Extensions", StringComparison.Ordinal)
        && name is "Microsoft.Extensions.DependencyInjection" or "Microsoft.Extensions.Logging" or "OpenTelemetry.Logs" or "Serilog";

    private static bool IsNamedAfter(SourceFile file) => file.Name == file.TopLevelTypes[0] && (!file.IsPart || file.HasPartialType);

    private static IEnumerable<string> TooLong(string folder, int most) =>
        Repository.SourceFiles(folder).Where(file => file.LineCount > most)
            .Select(file => FormattableString.Invariant($"{file.Path} has {file.LineCount} lines; a file in {folder} has at most {most}. Split it by what would change together."));

    // Spelled in two halves, so that this file does not say it.
    [GeneratedRegex(@"\b(?:TO" + @"DO|FIX" + @"ME|HA" + @"CK)\b|NotImplemented" + "Exception", RegexOptions.NonBacktracking)]
    private static partial Regex Undone();
}
