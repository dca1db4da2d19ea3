namespace LogGuardian;

/// <summary>Turns records into templates and parameters. Called for every line: synchronous, must not block, safe for concurrent callers.</summary>
public interface ILogParser
{
    /// <summary>Shows the first lines of a source before any of them is parsed, so that the parser can recognise the format.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="lines">Its first physical lines, up to a few hundred.</param>
    void Observe(string source, ReadOnlySpan<LogLine> lines);

    /// <summary>
    /// Whether a physical line continues the record before it, as the lines of a stack trace do. Asked once for each line, in order.
    /// </summary>
    bool Continues(in LogLine line);

    /// <summary>Parses one record.</summary>
    /// <param name="line">The record.</param>
    /// <param name="parsed">The result when the answer is <see cref="SkipReason.None"/>.</param>
    /// <returns><see cref="SkipReason.None"/>, or why the record is skipped. Never throws on bad input.</returns>
    SkipReason TryParse(in LogLine line, out ParsedLog parsed);
}
