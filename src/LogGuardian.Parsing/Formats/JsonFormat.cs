using System.Buffers.Text;
using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>
/// JSON objects, one per line or printed over several. Time, level, message and template are found under the names that loggers
/// give them, at the top or in the objects that ECS, tracing, OTLP, .NET and MongoDB nest them in; the content is the whole line when
/// there is no message.
/// </summary>
internal sealed class JsonFormat : HeaderFormat
{
    private readonly JsonScanner _scanner;
    private readonly TraceTracker _trace = new();

    public JsonFormat(TimeProvider clock) => _scanner = new JsonScanner(clock);

    public override string Name => "json";

    public override bool TryRead(in LogLine line, out HeaderReading reading)
    {
        ReadOnlySpan<byte> text = line.Raw.Span;
        if (!ClockText.Is(text, 0, (byte)'{') || !_scanner.TryScan(text, out JsonFound found))
        {
            reading = default;
            return false;
        }

        reading = new HeaderReading(Content(line, found), found.UtcTicks, SeverityOf(found)) { Message = GivenBy(line, found) };
        return true;
    }

    // What is neither indented nor closes a bracket is not the rest of an object: a runtime's own words between the events.
    public override bool StartsRecord(ReadOnlySpan<byte> line) =>
        !_trace.Continues(line) && !line.IsEmpty && line[0] is not ((byte)' ' or (byte)'\t' or (byte)'}' or (byte)']' or (byte)'\r');

    public override IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line)
    {
        if (!TryRead(line, out _))
        {
            return [];
        }

        try
        {
            // As text, so that bytes that are not UTF-8 are read as everywhere else.
            using var document = JsonDocument.Parse(line.ToString());
            return Fields(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A name or a value with half a surrogate pair is JSON, but it is not text.
            return [];
        }
    }

    private static List<KeyValuePair<string, string>> Fields(JsonElement root)
    {
        string? message = null;
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (JsonKeys.MessageRank(property.Name) < (message is null ? JsonKeys.NoMessage : JsonKeys.MessageRank(message)))
            {
                message = property.Name;
            }
        }

        var fields = new List<KeyValuePair<string, string>>();
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.Name != message)
            {
                fields.Add(new(property.Name, property.Value.ToString()));
            }
        }

        return fields;
    }

    private static LogSeverity SeverityOf(in JsonFound found)
    {
        if (found.Severity != LogSeverity.Unspecified)
        {
            return found.Severity;
        }

        if (found.Digit >= 0 && found.Rank == JsonKeys.GelfMessage)
        {
            return SeverityReader.FromSyslog(found.Digit);
        }

        return found.IsCompact && JsonKeys.IsCompactMessage(found.Rank) ? LogSeverity.Information : LogSeverity.Unspecified;
    }

    private static GivenMessage GivenBy(in LogLine line, in JsonFound found) => !found.Template.IsFound
        ? default
        : new GivenMessage(line.Raw, found.Template, found.Values, found.Listed, found.Exception, IsRendered: found.Rank != JsonKeys.NoMessage && found.Message != found.Template);

    private static ReadOnlyMemory<byte> Content(in LogLine line, in JsonFound found)
    {
        if (found.Rank == JsonKeys.NoMessage)
        {
            return line.Raw;
        }

        return found.IsBytes ? BytesOf(line.Raw.Slice(found.Message.Start, found.Message.Length)) : JsonText.Of(line.Raw, found.Message);
    }

    // [72,105]
    private static ReadOnlyMemory<byte> BytesOf(ReadOnlyMemory<byte> array)
    {
        ReadOnlySpan<byte> text = array.Span;
        byte[] bytes = new byte[text.Length / 2];
        int count = 0;
        int at = 1;
        while (at < text.Length && Utf8Parser.TryParse(text[at..], out byte value, out int length))
        {
            bytes[count++] = value;
            at += length + 1;
        }

        return at == text.Length ? bytes.AsMemory(0, count) : array;
    }
}
