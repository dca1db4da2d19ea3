using System.Text;

namespace LogGuardian.Tests.Conventions;

public sealed class TextTests
{
    private const int MaxReadmeLines = 250;

    // Spelled in two halves, so that this file does not hold it.
    private const string Outside = "../" + "shared";

    [Fact]
    public void File_OfTheRepository_NamesNothingOutsideIt()
    {
        byte[] outside = Encoding.UTF8.GetBytes(Outside);
        Violations.None(
            from path in Repository.Files
            where path != ".ci/run" && File.ReadAllBytes(Path.Combine(Repository.Root, path)).AsSpan().IndexOf(outside) >= 0
            select $"{path} names '{Outside}', which is outside the repository; nobody who clones it has that.");
    }

    [Fact]
    public void Readme_OfTheRepository_Exists() => Assert.True(Repository.Exists("README.md"), "README.md is missing; it is the first thing that people see.");

    [Fact]
    public void Readme_OfEveryFolder_IsShort() => Violations.None(
        from path in Repository.Files
        where Path.GetFileName(path) == "README.md"
        let lines = Repository.Read(path).TrimEnd('\n').Split('\n').Length
        where lines > MaxReadmeLines
        select FormattableString.Invariant($"{path} has {lines} lines; at most {MaxReadmeLines} are read. Move the rest to docs."));
}
