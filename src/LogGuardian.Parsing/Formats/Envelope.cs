namespace LogGuardian.Parsing;

/// <summary>What a container runtime wraps around a line that a program printed.</summary>
/// <param name="UtcTicks">When it was printed.</param>
/// <param name="Content">Where the line is.</param>
/// <param name="Stream">A byte that tells the streams apart.</param>
/// <param name="IsPartial">Whether the program's line goes on in the next envelope.</param>
internal readonly record struct Envelope(long UtcTicks, JsonPart Content, byte Stream, bool IsPartial);
