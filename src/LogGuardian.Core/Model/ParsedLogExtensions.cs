namespace LogGuardian;

internal static class ParsedLogExtensions
{
    /// <summary>
    /// A copy that owns its bytes. A line normally keeps its reader's whole chunk alive; what waits long in small numbers
    /// (an open session) must not.
    /// </summary>
    public static ParsedLog Detach(this in ParsedLog log)
    {
        byte[] raw = log.Line.Raw.ToArray();
        int start = ContentOffset(log);
        ReadOnlyMemory<byte> content = start >= 0 ? raw.AsMemory(start, log.Content.Length) : log.Content.ToArray();
        var line = new LogLine(log.Line.Source, log.Line.LineId, raw)
        {
            LineCount = log.Line.LineCount,
            Severity = log.Line.Severity,
            Timestamp = log.Line.Timestamp,
            MessageTemplate = log.Line.MessageTemplate,
        };
        return new ParsedLog(line, content, log.Template, log.Parameters.ToArray())
        {
            Format = log.Format,
            Severity = log.Severity,
            UtcTicks = log.UtcTicks,
        };
    }

    private static int ContentOffset(in ParsedLog log) =>
        log.Content.IsEmpty ? 0 : log.Line.Raw.Span.Overlaps(log.Content.Span, out int offset) && offset >= 0 ? offset : -1;
}
