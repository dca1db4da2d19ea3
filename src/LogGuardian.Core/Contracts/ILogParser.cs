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

    /// <summary>
    /// Adds the templates that a replica learned to those of this parser, for <see cref="AnomalyDetector.MergeStateAsync"/>. A parser whose templates do not depend on what it
    /// learned need not do anything, which is the default.
    /// </summary>
    /// <param name="other">A parser that was made in the same way and holds what the replica saved; nobody else uses it.</param>
    /// <returns>The templates that this parser has from now on and that supersede others.</returns>
    IReadOnlyList<LogTemplate> Merge(ILogParser other) => [];
}
