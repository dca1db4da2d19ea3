using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>
/// Lines of Docker's json-file driver: <c>{"log":"content\n","stream":"stdout","time":"…"}</c>. A line whose content does not end in a line
/// break goes on in the next.
/// </summary>
internal sealed class DockerFormat(TimeProvider clock, HeaderFormat inner) : ContainerFormat(inner)
{
    private readonly TimestampReader _reader = new(clock, TimestampShape.Iso);

    protected override string Runtime => "docker";

    public override HeaderFormat Holding(HeaderFormat format) => new DockerFormat(clock, format);

    protected override bool TryOpen(ReadOnlySpan<byte> line, out Envelope envelope)
    {
        envelope = default;
        if (!line.StartsWith("{\"log\":"u8))
        {
            return false;
        }

        var json = new Utf8JsonReader(line);
        JsonPart content = default;
        bool found = false;
        byte stream = 0;
        long ticks = 0;
        try
        {
            _ = json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                bool isLog = json.ValueTextEquals("log"u8);
                bool isStream = json.ValueTextEquals("stream"u8);
                bool isTime = json.ValueTextEquals("time"u8);
                _ = json.Read();
                if (json.TokenType != JsonTokenType.String)
                {
                    json.Skip();
                }
                else if (isLog)
                {
                    found = true;
                    content = new JsonPart((int)json.TokenStartIndex + 1, json.ValueSpan.Length, json.ValueIsEscaped);
                }
                else if (isStream && json.ValueSpan.Length == 6)
                {
                    stream = json.ValueSpan[3];
                }
                else if (isTime)
                {
                    _ = _reader.TryRead(json.ValueSpan, out ticks, out _);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }

        bool ends = found && content.IsEscaped && line.Slice(content.Start, content.Length).EndsWith("\\n"u8);
        envelope = new Envelope(ticks, content, stream, !ends);
        return found && stream != 0 && ticks != 0;
    }

    protected override IReadOnlyList<KeyValuePair<string, string>> ReadOuterFields(in LogLine line)
    {
        string head = LogText.Decode(HeaderMatcher.HeaderOf(line.Raw.Span));
        try
        {
            using var document = JsonDocument.Parse(head);
            return
            [
                .. document.RootElement.EnumerateObject().Where(property => property.Name != "log")
                    .Select(property => new KeyValuePair<string, string>(property.Name, property.Value.ToString())),
            ];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Longer than a header may be, or half a surrogate pair.
            return [];
        }
    }
}
