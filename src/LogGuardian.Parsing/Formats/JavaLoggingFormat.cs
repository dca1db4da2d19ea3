namespace LogGuardian.Parsing;

/// <summary>
/// What java.util.logging writes when nobody configured it: <c>Nov 23, 2026 10:15:30 AM org.acme.App start</c>, and on the next line
/// <c>INFO: content</c>.
/// </summary>
internal sealed class JavaLoggingFormat : HeaderFormat
{
    private readonly TimestampReader _reader;

    public JavaLoggingFormat(TimeProvider clock) => _reader = new TimestampReader(clock, TimestampShape.MonthName);

    public override string Name => "java-logging";

    public override bool TryRead(in LogLine line, out HeaderReading reading)
    {
        ReadOnlySpan<byte> text = line.Raw.Span;
        ReadOnlySpan<byte> head = HeaderMatcher.HeaderOf(text);
        if (!TryReadTime(head, out long ticks, out _))
        {
            reading = default;
            return false;
        }

        int content = HeaderMatcher.SkipLineBreak(text, head.Length);
        int level = text[content..].IndexOf(": "u8);
        if (level > 0 && SeverityReader.TryRead(text.Slice(content, level), out LogSeverity severity))
        {
            content += level + 2;
        }
        else
        {
            severity = LogSeverity.Unspecified;
        }

        reading = new HeaderReading(line.Raw[content..], ticks, severity);
        return true;
    }

    public override bool StartsRecord(ReadOnlySpan<byte> line) => TryReadTime(HeaderMatcher.HeaderOf(line), out _, out _);

    public override IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line)
    {
        ReadOnlySpan<byte> head = HeaderMatcher.HeaderOf(line.Raw.Span);
        return TryReadTime(head, out _, out int length)
            ? [new("Timestamp", LogText.Decode(head[..length])), new("Logger", LogText.Decode(head[(length + 1)..]))]
            : [];
    }

    // The year tells it from syslog, whose time looks the same otherwise.
    private bool TryReadTime(ReadOnlySpan<byte> head, out long ticks, out int length) =>
        _reader.TryRead(head, out ticks, out length) && head[..length].Contains((byte)',') && ClockText.Is(head, length, (byte)' ')
        && !ClockText.IsDigit(head, length + 1) && head[..length][^1] == 'M';
}
