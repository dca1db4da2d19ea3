using System.Reflection;
using System.Text.Json.Nodes;
using LogGuardian.Evaluation;

namespace LogGuardian.Training;

/// <summary>What repeats a training run, and how it went: <c>run.json</c>.</summary>
internal sealed record RunRecord
{
    /// <summary>The version of the file that is written and read.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Version of the file.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>All that was set.</summary>
    public required JsonNode Configuration { get; init; }

    /// <summary>The arguments of the program.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];

    /// <summary>What random numbers began with, by what they are for.</summary>
    public IReadOnlyDictionary<string, long> Seeds { get; init; } = new Dictionary<string, long>();

    /// <summary>The files that were read.</summary>
    public IReadOnlyList<RunDataFile> Data { get; init; } = [];

    /// <summary>Checksums of the windows that were learned, by what they are.</summary>
    public IReadOnlyDictionary<string, string> Sets { get; init; } = new Dictionary<string, string>();

    /// <summary>What was measured once on the way and is not measured again when the run goes on, by name.</summary>
    public IReadOnlyDictionary<string, double> Notes { get; init; } = new Dictionary<string, double>();

    /// <summary>Versions of this package and of what it references, by name.</summary>
    public IReadOnlyDictionary<string, string> Packages { get; init; } = PackagesOf(typeof(RunRecord).Assembly);

    /// <summary>Where it ran.</summary>
    public MachineInfo Machine { get; init; } = MachineInfo.Current();

    /// <summary>When it began.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>When it went on after a break, and from where.</summary>
    public IReadOnlyList<RunResume> Resumed { get; init; } = [];

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>How it ended.</summary>
    public RunOutcome Outcome { get; init; }

    /// <summary>More about the end, such as the error; null for nothing.</summary>
    public string? Message { get; init; }

    private static SortedDictionary<string, string> PackagesOf(Assembly assembly) => new(
        assembly.GetReferencedAssemblies().Where(name => name.Name is { } text && text != "netstandard" && !text.StartsWith("System.", StringComparison.Ordinal)).Append(assembly.GetName())
            .ToDictionary(name => name.Name!, name => name.Version?.ToString() ?? "", StringComparer.Ordinal),
        StringComparer.Ordinal);
}
