namespace LogGuardian.Evaluation;

/// <summary>A line of a data set with what the data say of it. The label is beside the line, never in it.</summary>
/// <param name="Line">The line without its label.</param>
/// <param name="IsAnomalous">The line's own label; null where only sessions are labelled.</param>
internal readonly record struct DataLine(LogLine Line, bool? IsAnomalous)
{
    /// <summary>The sessions that it belongs to, where the data come in sessions.</summary>
    public IReadOnlyList<string> Sessions { get; init; } = [];

    /// <summary>Which system wrote it, where the data hold several; otherwise empty.</summary>
    public string System { get; init; } = "";

    /// <summary>What was done to the system when it was written; null where nothing was.</summary>
    public Injection? Injection { get; init; }

    /// <summary>The host that the header names, where it does; otherwise empty.</summary>
    public string Host { get; init; } = "";

    /// <summary>Whether it has less than its format has: the header broke off, or nothing follows it.</summary>
    public bool IsIncomplete { get; init; }
}
