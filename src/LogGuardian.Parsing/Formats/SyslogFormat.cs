namespace LogGuardian.Parsing;

/// <summary>
/// RFC 3164 lines as files and relays hold them: <c>Nov 23 23:05:01 host tag[pid]: content</c>, with or without
/// <c>&lt;PRI&gt;</c>, also with an ISO 8601 time. A line without a tag is content from the host on.
/// </summary>
internal sealed class SyslogFormat : HeaderFormat
{
    private const int MaxTagBytes = 64;
    private readonly TimestampReader _reader;

    public SyslogFormat(TimeProvider clock) => _reader = new TimestampReader(clock);

    public override string Name => "syslog";

    public override bool TryRead(in LogLine line, out HeaderReading reading)
    {
        ReadOnlySpan<byte> head = HeaderMatcher.HeaderOf(line.Raw.Span);
        if (!TryParse(head, out Parts parts))
        {
            reading = default;
            return false;
        }

        reading = new HeaderReading(line.Raw[parts.Content..], parts.UtcTicks, parts.Severity);
        return true;
    }

    public override bool Recognizes(in LogLine line)
    {
        ReadOnlySpan<byte> head = HeaderMatcher.HeaderOf(line.Raw.Span);
        return TryParse(head, out Parts parts) && parts.TagEnd > parts.HostEnd;
    }

    public override bool StartsRecord(ReadOnlySpan<byte> line)
    {
        int at = Syslog5424Format.SkipPriority(line, out _);
        return TryReadTime(line[at..], out _, out _);
    }

    public override IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line)
    {
        ReadOnlySpan<byte> head = HeaderMatcher.HeaderOf(line.Raw.Span);
        if (!TryParse(head, out Parts parts))
        {
            return [];
        }

        var fields = new List<KeyValuePair<string, string>>(5);
        if (parts.TimeStart > 0)
        {
            fields.Add(new("Priority", LogText.Decode(head[1..(parts.TimeStart - 1)])));
        }

        fields.Add(new("Timestamp", LogText.Decode(head[parts.TimeStart..parts.TimeEnd])));
        fields.Add(new("Host", LogText.Decode(head[(parts.TimeEnd + 1)..parts.HostEnd])));
        if (parts.TagEnd > parts.HostEnd)
        {
            fields.Add(new("Component", LogText.Decode(head[(parts.HostEnd + 1)..parts.TagEnd])));
            if (parts.PidEnd > parts.TagEnd)
            {
                fields.Add(new("Pid", LogText.Decode(head[(parts.TagEnd + 1)..parts.PidEnd])));
            }
        }

        return fields;
    }

    private bool TryParse(ReadOnlySpan<byte> head, out Parts parts)
    {
        parts = default;
        parts.TimeStart = Syslog5424Format.SkipPriority(head, out parts.Severity);
        if (!TryReadTime(head[parts.TimeStart..], out parts.UtcTicks, out int length))
        {
            return false;
        }

        parts.TimeEnd = parts.TimeStart + length;
        if (!ClockText.Is(head, parts.TimeEnd, (byte)' '))
        {
            return false;
        }

        int host = parts.TimeEnd + 1;
        int hostLength = head[host..].IndexOf((byte)' ');
        if (hostLength <= 0 || head[host + hostLength - 1] == ':' || SeverityReader.TryReadCommon(head.Slice(host, hostLength), out _))
        {
            return false;
        }

        parts.HostEnd = host + hostLength;
        ReadTag(head, ref parts);
        return true;
    }

    private bool TryReadTime(ReadOnlySpan<byte> text, out long ticks, out int length) =>
        _reader.TryRead(text, out ticks, out length, out TimestampShape shape)
        && (shape == TimestampShape.MonthName || (shape == TimestampShape.Iso && text[10] == 'T'));

    private static void ReadTag(ReadOnlySpan<byte> head, ref Parts parts)
    {
        int start = parts.HostEnd + 1;
        parts.Content = start;
        ReadOnlySpan<byte> text = head[start..];
        text = text.Length > MaxTagBytes ? text[..MaxTagBytes] : text;
        for (int i = 0; i < text.Length; i++)
        {
            int colon = text[i..].IndexOf((byte)':');
            if (colon < 0)
            {
                return;
            }

            i += colon;
            if (ClockText.IsDigit(head, start) && text[..i].Contains((byte)' '))
            {
                // A number and more words: a message that begins with a time or a count, not a name.
                return;
            }

            if (i > 0 && (start + i + 1 == head.Length || head[start + i + 1] == ' '))
            {
                SetTag(head, start, i, ref parts);
                return;
            }
        }
    }

    private static void SetTag(ReadOnlySpan<byte> head, int start, int length, ref Parts parts)
    {
        ReadOnlySpan<byte> tag = head.Slice(start, length);
        int bracket = tag[^1] == ']' ? tag.LastIndexOf((byte)'[') : -1;
        parts.TagEnd = start + (bracket > 0 ? bracket : length);
        parts.PidEnd = bracket > 0 ? start + length - 1 : 0;
        int content = start + length + 1;
        while (content < head.Length && head[content] == ' ')
        {
            content++;
        }

        parts.Content = content;
    }

    private struct Parts
    {
        public long UtcTicks;
        public LogSeverity Severity;
        public int TimeStart;
        public int TimeEnd;
        public int HostEnd;
        public int TagEnd;
        public int PidEnd;
        public int Content;
    }
}
