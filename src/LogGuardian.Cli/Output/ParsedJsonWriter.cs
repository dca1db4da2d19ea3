using System.Text.Encodings.Web;
using System.Text.Json;

namespace LogGuardian.Cli;

/// <summary>One JSON object per record, all header fields included.</summary>
internal sealed class ParsedJsonWriter : ParsedWriter
{
    private readonly BufferedStream _output;
    private readonly Utf8JsonWriter _writer;

    public ParsedJsonWriter(Stream output)
    {
        _output = new BufferedStream(output, 64 * 1024);
        _writer = new Utf8JsonWriter(_output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public override void Write(in ParsedLog log)
    {
        _writer.Reset();
        _writer.WriteStartObject();
        _writer.WriteNumber("lineId", log.Line.LineId);
        _writer.WriteNumber("lineCount", log.Line.LineCount);
        _writer.WriteStartObject("fields");
        foreach ((string name, string value) in log.Format.ReadFields(log.Line))
        {
            _writer.WriteString(name, value);
        }

        _writer.WriteEndObject();
        _writer.WriteString("content", log.ToString());
        _writer.WriteString("eventId", log.Template.Id.ToString());
        _writer.WriteString("eventTemplate", log.Template.Text);
        _writer.WriteStartArray("parameters");
        for (int i = 0; i < log.Parameters.Length; i++)
        {
            _writer.WriteStringValue(log.ParameterText(i));
        }

        _writer.WriteEndArray();
        _writer.WriteEndObject();

        // Into the buffered stream, not through it.
        _writer.Flush();
        _output.WriteByte((byte)'\n');
    }

    public override void Complete() => _output.Flush();

    public override void Dispose() => _writer.Reset(Stream.Null);
}
