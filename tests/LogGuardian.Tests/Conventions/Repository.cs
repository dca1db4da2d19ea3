using System.Diagnostics;

namespace LogGuardian.Tests.Conventions;

/// <summary>The repository that the tests were built from, read as files. Every list is checked not to be empty: a rule about nothing cannot fail.</summary>
internal static class Repository
{
    private static readonly string[] ProjectFolders = ["src", "tests", "benchmarks", "samples"];
    private static readonly string[] BuildOutputs = ["bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", ".git"];

    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Every project of the repository.</summary>
    public static IReadOnlyList<ProjectFile> Projects { get; } =
        NotEmpty("*.csproj", [.. ProjectFolders.SelectMany(folder => Find(folder, "*.csproj")).Select(ProjectFile.Load)]);

    /// <summary>The projects that are packages.</summary>
    public static IReadOnlyList<ProjectFile> ShippedProjects { get; } =
        NotEmpty("src/**/*.csproj", [.. Projects.Where(project => project.Path.StartsWith("src/", StringComparison.Ordinal))]);

    /// <summary>Paths relative to the root, with forward slashes, of the files that git knows or would add; without git, of all files outside build outputs.</summary>
    public static IReadOnlyList<string> Files { get; } = NotEmpty("files", GitFiles() ?? [.. Find("", "*")]);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    /// <summary>The C# files below a folder, build outputs left out.</summary>
    public static IReadOnlyList<SourceFile> SourceFiles(string folder) =>
        NotEmpty($"{folder}/**/*.cs", [.. Find(folder, "*.cs").Select(path => new SourceFile(path, Read(path)))]);

    /// <summary>Paths below a folder, build outputs left out; empty when the folder is missing.</summary>
    public static IEnumerable<string> Find(string folder, string pattern)
    {
        string full = Path.Combine(Root, folder);
        return !Directory.Exists(full)
            ? []
            : Directory.EnumerateFiles(full, pattern, SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
                .Where(path => !path.Split('/').Intersect(BuildOutputs).Any())
                .Order(StringComparer.Ordinal);
    }

    private static string FindRoot(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LogGuardian.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above '{start}' holds LogGuardian.sln. Run the tests from a build inside the repository.");
    }

    private static IReadOnlyList<T> NotEmpty<T>(string what, IReadOnlyList<T> list) =>
        list.Count > 0 ? list : throw new InvalidOperationException($"The repository at '{Root}' has no {what}; a rule about them would check nothing.");

    private static IReadOnlyList<string>? GitFiles()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            string[] paths = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();
            return git.ExitCode == 0 && paths.Length > 0 ? [.. paths.Where(Exists)] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No git here: a source archive is checked all the same.
            return null;
        }
    }
}
