namespace LogGuardian.Evaluation;

/// <summary>Makes lines whose header was read already: the parser takes all of them for content and joins none.</summary>
internal static class ContentLine
{
    /// <param name="source">The file.</param>
    /// <param name="lineId">1-based physical line.</param>
    /// <param name="content">The content.</param>
    /// <param name="utcTicks">Event time; 0 when there is none.</param>
    /// <param name="severity">The level.</param>
    public static LogLine Make(string source, long lineId, ReadOnlyMemory<byte> content, long utcTicks, LogSeverity severity = LogSeverity.Unspecified) =>
        new(source, lineId, content)
        {
            // Zero ticks say that there is no time, and still that the source knows it: no header is looked for.
            Timestamp = new DateTimeOffset(utcTicks, TimeSpan.Zero),
            Severity = severity,
        };
}
