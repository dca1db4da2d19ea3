namespace LogGuardian.Parsing;

/// <summary>
/// Events of Windows as <c>wevtutil /f:text</c> lists them: <c>Event[0]:</c>, indented names with values, and the description, which
/// is the content.
/// </summary>
internal sealed class WindowsEventFormat : HeaderFormat
{
    private readonly TimestampReader _reader;

    public WindowsEventFormat(TimeProvider clock) => _reader = new TimestampReader(clock, TimestampShape.Iso);

    public override string Name => "windows-event";

    private static ReadOnlySpan<byte> Indent => "  "u8;

    /// <summary>Whether a log begins with an event.</summary>
    public static bool Begins(ReadOnlySpan<LogLine> lines) =>
        lines.Length > 1 && IsEvent(lines[0].Raw.Span) && lines[1].Raw.Span.StartsWith("  Log Name:"u8);

    public override bool TryRead(in LogLine line, out HeaderReading reading)
    {
        reading = default;
        ReadOnlySpan<byte> text = line.Raw.Span;
        if (!IsEvent(HeaderMatcher.HeaderOf(text)))
        {
            return false;
        }

        long ticks = 0;
        LogSeverity severity = LogSeverity.Unspecified;
        int at = NextLine(text, 0);
        while (TryField(text, at, out Range name, out Range value))
        {
            if (text[name].SequenceEqual("Date"u8))
            {
                _ = _reader.TryRead(text[value], out ticks, out _);
            }
            else if (text[name].SequenceEqual("Level"u8))
            {
                _ = SeverityReader.TryRead(text[value], out severity);
            }
            else if (text[name].SequenceEqual("Description"u8))
            {
                at = value.Start.Value;
                break;
            }

            at = NextLine(text, at);
        }

        while (at < text.Length && text[at] is (byte)' ' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        reading = new HeaderReading(line.Raw[at..], ticks, severity);
        return true;
    }

    public override bool StartsRecord(ReadOnlySpan<byte> line) => IsEvent(line);

    public override IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line)
    {
        ReadOnlySpan<byte> text = line.Raw.Span;
        var fields = new List<KeyValuePair<string, string>>();
        int at = NextLine(text, 0);
        bool isEvent = IsEvent(HeaderMatcher.HeaderOf(text));
        while (isEvent && TryField(text, at, out Range name, out Range value) && !text[name].SequenceEqual("Description"u8))
        {
            fields.Add(new(LogText.Decode(text[name]), LogText.Decode(text[value])));
            at = NextLine(text, at);
        }

        return fields;
    }

    // 'Event[12]:', without the colon since Windows 10.
    private static bool IsEvent(ReadOnlySpan<byte> line)
    {
        int at = 6;
        return line.StartsWith("Event["u8) && ClockText.TryNumber(line, ref at, 9, out _) && ClockText.Is(line, at, (byte)']')
            && line[(at + 1)..].Trim(": \r"u8).IsEmpty;
    }

    private static int NextLine(ReadOnlySpan<byte> text, int at)
    {
        int end = text[at..].IndexOf((byte)'\n');
        return end < 0 ? text.Length : at + end + 1;
    }

    private static bool TryField(ReadOnlySpan<byte> text, int at, out Range name, out Range value)
    {
        name = default;
        value = default;
        ReadOnlySpan<byte> line = HeaderMatcher.HeaderOf(text[at..]);
        int colon = line.IndexOf((byte)':');
        if (!line.StartsWith(Indent) || colon < 0)
        {
            return false;
        }

        name = (at + Indent.Length)..Math.Max(at + Indent.Length, at + colon);
        int start = at + colon + 1;
        int end = at + line.Length;
        while (start < end && text[start] == ' ')
        {
            start++;
        }

        value = start..end;
        return true;
    }
}
