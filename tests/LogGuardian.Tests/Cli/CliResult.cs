namespace LogGuardian.Tests.Cli;

/// <summary>What a run of the tool left behind.</summary>
internal sealed record CliResult(int Code, string Output, string Error)
{
    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The rows of the summary, wherever it was written: name to text.</summary>
    public Dictionary<string, string> Summary => (Output + Error).Split('\n')
        .Where(line => line.Length > 9 && line[..9].TrimEnd() is "lines" or "windows" or "learned" or "outside")
        .ToDictionary(line => line[..9].TrimEnd(), line => line[9..]);
}
