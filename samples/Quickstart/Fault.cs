using LogGuardian;

namespace Quickstart;

/// <summary>A fault that was injected into the recorded system.</summary>
/// <param name="Kind">Short name.</param>
/// <param name="Description">What was done.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When the system had recovered.</param>
/// <param name="Lines">Per file, the ranges of lines that are its direct consequence.</param>
internal sealed record Fault(string Kind, string Description, DateTimeOffset Start, DateTimeOffset End, IReadOnlyDictionary<string, (long First, long Last)[]> Lines)
{
    /// <summary>Whether a window lies, at least in part, within the fault's time.</summary>
    public bool Covers(LogWindow window) => window.Start <= End && window.End >= Start;

    /// <summary>Whether a line of a window is a direct consequence of the fault.</summary>
    public bool Owns(ParsedLog log) =>
        Lines.TryGetValue(Path.GetFileName(log.Line.Source), out (long First, long Last)[]? ranges)
        && ranges.Any(range => log.Line.LineId + log.Line.LineCount > range.First && log.Line.LineId <= range.Last);
}
