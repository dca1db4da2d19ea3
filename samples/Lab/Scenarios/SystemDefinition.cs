using System.Text.Json;

namespace Lab.Scenarios;

/// <summary>
/// How a real piece of software is installed, started and stopped: <c>systems/KIND/system.json</c>, beside the configuration files and scripts that it
/// names. Commands are lines of <c>sh</c> that see the variables of <see cref="Running.LabSystem"/>.
/// </summary>
internal sealed record SystemDefinition
{
    /// <summary>Debian packages that it needs.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>The user that it runs as.</summary>
    public string User { get; init; } = "root";

    /// <summary>Prints the version.</summary>
    public required string Version { get; init; }

    /// <summary>Prepares the data, as root, before the first start; optional.</summary>
    public string Setup { get; init; } = "";

    /// <summary>Becomes the server: a line that ends in <c>exec …</c>, in the foreground, so that the process id is the server's.</summary>
    public required string Start { get; init; }

    /// <summary>Succeeds when it serves.</summary>
    public required string Ready { get; init; }

    /// <summary>Runs after each start, once it serves; optional.</summary>
    public string Started { get; init; } = "";

    /// <summary>The signal of an orderly stop.</summary>
    public string Stop { get; init; } = "TERM";

    /// <summary>The size of the file system that holds its data, in MiB.</summary>
    public int DataSize { get; init; } = 256;

    /// <summary>Its log files below <c>$LOG</c>, in which <c>$NAME</c> is the system's name. What rotates away is renamed to NAME.1, NAME.2, …</summary>
    public IReadOnlyList<string> Logs { get; init; } = [];

    /// <summary>Seconds until it must serve.</summary>
    public int ReadySeconds { get; init; } = 60;

    /// <summary>The log files of the system with that name.</summary>
    public IEnumerable<string> LogsOf(string name) => Logs.Select(log => log.Replace("$NAME", name, StringComparison.Ordinal));

    public static string FolderOf(string kind) => Path.Combine(AppContext.BaseDirectory, "systems", kind);

    public static SystemDefinition Read(string kind)
    {
        string file = Path.Combine(FolderOf(kind), "system.json");
        return File.Exists(file)
            ? JsonSerializer.Deserialize<SystemDefinition>(File.ReadAllText(file), LabJson.Options) ?? throw new InvalidDataException($"'{file}' is empty; it must describe a system.")
            : throw new InvalidDataException($"There is no system '{kind}'; it must be one of {string.Join(", ", Kinds())}. Add {file} for a new one.");
    }

    public static IEnumerable<string> Kinds() =>
        Directory.EnumerateDirectories(Path.Combine(AppContext.BaseDirectory, "systems")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);
}
