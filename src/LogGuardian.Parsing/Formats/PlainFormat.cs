namespace LogGuardian.Parsing;

/// <summary>Lines without a header: everything is content.</summary>
internal sealed class PlainFormat : HeaderFormat
{
    public override string Name => "plain";

    public override bool TryRead(in LogLine line, out HeaderReading reading)
    {
        reading = new HeaderReading(line.Raw, 0, LogSeverity.Unspecified) { IsPartial = true };
        return true;
    }

    public override bool StartsRecord(ReadOnlySpan<byte> line) => !StackTrace.IsFrame(line);

    public override IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line) => [];
}
