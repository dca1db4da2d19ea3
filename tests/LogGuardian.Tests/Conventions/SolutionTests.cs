using System.Text.RegularExpressions;

namespace LogGuardian.Tests.Conventions;

public sealed partial class SolutionTests
{
    private static readonly string[] Listed =
        [.. ProjectPath().Matches(Repository.Read("LogGuardian.sln")).Select(match => match.Groups["path"].Value.Replace('\\', '/'))];

    [Fact]
    public void Solution_EveryProject_IsListed() => Violations.None(
        Repository.Projects.Select(project => project.Path).Except(Listed)
            .Select(path => $"{path} is not in LogGuardian.sln, so that no build checks it. Run: dotnet sln add {path}"));

    [Fact]
    public void Solution_EveryEntry_Exists() => Violations.None(
        Listed.Where(path => !Repository.Exists(path)).Select(path => $"LogGuardian.sln lists {path}, which does not exist. Run: dotnet sln remove {path}"));

    [GeneratedRegex("\"(?<path>[^\"]+\\.csproj)\"", RegexOptions.NonBacktracking)]
    private static partial Regex ProjectPath();
}
