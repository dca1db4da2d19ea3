using System.Text.Json;

namespace LogGuardian.Cli;

/// <summary>One JSON object per record, all header fields included.</summary>
internal sealed class ParsedJsonWriter(Stream output) : ParsedWriter
{
    private readonly JsonLinesOutput _output = new(output);

    private Utf8JsonWriter Json => _output.Writer;

    public override void Write(in ParsedLog log)
    {
        _output.Begin();
        Json.WriteNumber("lineId", log.Line.LineId);
        Json.WriteNumber("lineCount", log.Line.LineCount);
        Json.WriteStartObject("fields");
        foreach ((string name, string value) in log.Format.ReadFields(log.Line))
        {
            Json.WriteString(name, value);
        }

        Json.WriteEndObject();
        Json.WriteString("content", log.ToString());
        Json.WriteString("eventId", log.Template.Id.ToString());
        Json.WriteString("eventTemplate", log.Template.Text);
        Json.WriteStartArray("parameters");
        for (int i = 0; i < log.Parameters.Length; i++)
        {
            Json.WriteStringValue(log.ParameterText(i));
        }

        Json.WriteEndArray();
        _output.End();
    }

    public override void Complete() => _output.Flush();

    public override void Dispose() => _output.Dispose();
}
