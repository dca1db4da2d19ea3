namespace LogGuardian.Parsing;

/// <summary>Lines without a header: everything is content. An indented line continues the one before it.</summary>
/// <param name="indents">Whether indentation means that; not in a log that begins with an indented line.</param>
internal sealed class PlainFormat(bool indents = true) : HeaderFormat
{
    private readonly TraceTracker _trace = new();

    public override string Name => "plain";

    public override bool IsVague => true;

    public override bool TryRead(in LogLine line, out HeaderReading reading)
    {
        reading = new HeaderReading(line.Raw, 0, LogSeverity.Unspecified) { IsPartial = true };
        return true;
    }

    public override bool StartsRecord(ReadOnlySpan<byte> line) =>
        !_trace.Continues(line) && !(indents && line.Length > 0 && line[0] is (byte)' ' or (byte)'\t') && !StackTrace.Closes(line);

    public override IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line) => [];
}
