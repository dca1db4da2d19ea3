namespace LogGuardian.Parsing;

/// <summary>Lines of the Kubernetes container runtime interface: <c>time stdout F content</c>, with P for a line that goes on.</summary>
internal sealed class CriFormat(TimeProvider clock, HeaderFormat inner) : ContainerFormat(inner)
{
    private readonly TimestampReader _reader = new(clock, TimestampShape.Iso);

    protected override string Runtime => "cri";

    public override HeaderFormat Holding(HeaderFormat format) => new CriFormat(clock, format);

    protected override bool TryOpen(ReadOnlySpan<byte> line, out Envelope envelope)
    {
        envelope = default;
        if (!_reader.TryRead(line, out long ticks, out int time) || !ClockText.Is(line, 10, (byte)'T') || !ClockText.Is(line, time, (byte)' '))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = line[(time + 1)..];
        if (rest.Length < 8 || !(rest.StartsWith("stdout "u8) || rest.StartsWith("stderr "u8)) || rest[7] is not ((byte)'F' or (byte)'P'))
        {
            return false;
        }

        // More tags may follow behind colons.
        int tags = rest[7..].IndexOf((byte)' ');
        int start = tags < 0 ? line.Length : time + 1 + 7 + tags + 1;
        int end = line.Length > start && line[^1] == '\r' ? line.Length - 1 : line.Length;
        envelope = new Envelope(ticks, new JsonPart(start, end - start), rest[3], rest[7] == 'P');
        return true;
    }

    protected override IReadOnlyList<KeyValuePair<string, string>> ReadOuterFields(in LogLine line)
    {
        ReadOnlySpan<byte> text = HeaderMatcher.HeaderOf(line.Raw.Span);
        string[] parts = LogText.Decode(text).Split(' ', 4);
        return [new("Timestamp", parts[0]), new("Stream", parts[1]), new("Tag", parts[2])];
    }
}
