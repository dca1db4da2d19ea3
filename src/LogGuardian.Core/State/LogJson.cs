using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Lines of open windows in a state, with their templates, so that they score as they would have. The layout of their header is not kept:
/// <see cref="ParsedLog.Format"/> of a restored line is <see cref="LogFormat.None"/>.
/// </summary>
internal static class LogJson
{
    public static void Write(Utf8JsonWriter writer, string name, ReadOnlySpan<ParsedLog> logs)
    {
        writer.WriteStartArray(name);
        foreach (ref readonly ParsedLog log in logs)
        {
            Write(writer, log);
        }

        writer.WriteEndArray();
    }

    public static ParsedLog[] Read(JsonElement logs)
    {
        var templates = new Dictionary<TemplateId, LogTemplate>();
        return [.. logs.EnumerateArray().Select(log => Read(log, templates))];
    }

    public static void Write(Utf8JsonWriter writer, LogWindow window)
    {
        writer.WriteStartObject();
        writer.WriteNumber("kind", (int)window.Kind);
        writer.WriteString("session", window.SessionKey);
        writer.WriteBoolean("isOpen", window.IsOpen);
        Write(writer, "lines", window.Lines.Span);
        writer.WriteEndObject();
    }

    public static LogWindow ReadWindow(JsonElement window)
    {
        ParsedLog[] lines = Read(window.GetProperty("lines"));
        return lines.Length > 0
            ? new LogWindow((WindowKind)window.GetProperty("kind").GetInt32(), lines, window.GetProperty("session").GetString()) { IsOpen = window.GetProperty("isOpen").GetBoolean() }
            : throw new JsonException("A closed window has no lines. Learn again.");
    }

    public static void Write(Utf8JsonWriter writer, LogTemplate template)
    {
        writer.WriteStartObject();
        WriteMembers(writer, template);
        writer.WriteEndObject();
    }

    public static LogTemplate ReadTemplate(JsonElement saved) => new(TemplateId.Parse(saved.GetProperty("template").GetString()!), saved.GetProperty("text").GetString()!)
    {
        Supersedes = [.. saved.GetProperty("supersedes").EnumerateArray().Select(other => TemplateId.Parse(other.GetString()!))],
    };

    private static void WriteMembers(Utf8JsonWriter writer, LogTemplate template)
    {
        writer.WriteString("template", template.Id.ToString());
        writer.WriteString("text", template.Text);
        writer.WriteStartArray("supersedes");
        foreach (TemplateId id in template.Supersedes)
        {
            writer.WriteStringValue(id.ToString());
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, in ParsedLog log)
    {
        writer.WriteStartObject();
        writer.WriteString("source", log.Line.Source);
        writer.WriteNumber("line", log.Line.LineId);
        writer.WriteNumber("count", log.Line.LineCount);
        writer.WriteBase64String("raw", log.Line.Raw.Span);
        writer.WriteBase64String("content", log.Content.Span);
        writer.WriteNumber("severity", (int)log.Severity);
        writer.WriteNumber("ticks", log.UtcTicks);
        WriteMembers(writer, log.Template);
        writer.WriteStartArray("parameters");
        foreach (Parameter parameter in log.Parameters.Span)
        {
            writer.WriteNumberValue(parameter.Start);
            writer.WriteNumberValue(parameter.Length);
            writer.WriteNumberValue((int)parameter.Kind);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static ParsedLog Read(JsonElement log, Dictionary<TemplateId, LogTemplate> templates)
    {
        var id = TemplateId.Parse(log.GetProperty("template").GetString()!);
        if (!templates.TryGetValue(id, out LogTemplate? template))
        {
            template = ReadTemplate(log);
            templates.Add(id, template);
        }

        byte[] content = log.GetProperty("content").GetBytesFromBase64();
        int[] numbers = [.. log.GetProperty("parameters").EnumerateArray().Select(number => number.GetInt32())];
        Parameter[] parameters = [.. numbers.Chunk(3).Select(part => new Parameter(part[0], part[1], (ParameterKind)part[2]))];
        if (parameters.Any(parameter => parameter.Start < 0 || parameter.Length < 0 || (long)parameter.Start + parameter.Length > content.Length))
        {
            throw new JsonException("A parameter of a line lies outside of its content. Learn again.");
        }

        var line = new LogLine(log.GetProperty("source").GetString()!, log.GetProperty("line").GetInt64(), log.GetProperty("raw").GetBytesFromBase64())
        {
            LineCount = log.GetProperty("count").GetInt32(),
        };
        return new ParsedLog(line, content, template, parameters)
        {
            Severity = (LogSeverity)log.GetProperty("severity").GetInt32(),
            UtcTicks = log.GetProperty("ticks").GetInt64(),
        };
    }
}
