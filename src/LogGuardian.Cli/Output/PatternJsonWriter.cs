using System.Text.Json;

namespace LogGuardian.Cli;

/// <summary>Patterns for machines: one JSON object per line, in the shape that the README documents.</summary>
internal sealed class PatternJsonWriter(Stream output) : IDisposable
{
    private readonly JsonLinesOutput _output = new(output);

    private Utf8JsonWriter Json => _output.Writer;

    public void Write(LogPattern pattern)
    {
        _output.Begin();
        Json.WriteString("templateId", pattern.Template.Id.ToString());
        Json.WriteString("template", pattern.Template.Text);
        Json.WriteNumber("count", pattern.Count);
        Json.WriteNumber("share", Math.Round(pattern.Share, 6));
        WriteSeverities(pattern);
        WriteTime("firstSeen", pattern.FirstSeen);
        WriteTime("lastSeen", pattern.LastSeen);
        WriteNumber("perSecond", pattern.PerSecond);
        WriteLine("first", pattern.First);
        WriteLine("last", pattern.Last);
        Json.WriteStartArray("parameters");
        foreach (PatternParameter parameter in pattern.Parameters)
        {
            Write(parameter);
        }

        Json.WriteEndArray();
        Json.WriteStartArray("examples");
        foreach (PatternExample example in pattern.Examples)
        {
            Json.WriteStartObject();
            Json.WriteString("source", example.Line.Source);
            Json.WriteNumber("line", example.Line.LineId);
            Json.WriteString("text", example.Text);
            Json.WriteEndObject();
        }

        Json.WriteEndArray();
        _output.End();
    }

    public void Complete() => _output.Flush();

    public void Dispose() => _output.Dispose();

    private void Write(PatternParameter parameter)
    {
        Json.WriteStartObject();
        Json.WriteNumber("position", parameter.Position);
        Json.WriteString("name", parameter.Name);
        Json.WriteString("kind", PatternText.Kind(parameter.Kind));
        Json.WriteNumber("count", parameter.Count);
        Json.WriteNumber("distinct", parameter.Distinct);
        Json.WriteBoolean("distinctIsExact", parameter.IsDistinctExact);
        Json.WriteStartArray("values");
        foreach (PatternValue value in parameter.Values)
        {
            Json.WriteStartObject();
            Json.WriteString("text", value.Text);
            Json.WriteNumber("count", value.Count);
            Json.WriteNumber("error", value.Error);
            Json.WriteEndObject();
        }

        Json.WriteEndArray();
        if (parameter.Numbers is { } numbers)
        {
            Json.WriteStartObject("numbers");
            Json.WriteNumber("count", numbers.Count);
            Json.WriteNumber("least", numbers.Least);
            Json.WriteNumber("greatest", numbers.Greatest);
            WriteNumber("p50", Rounded(numbers.P50));
            WriteNumber("p90", Rounded(numbers.P90));
            WriteNumber("p99", Rounded(numbers.P99));
            Json.WriteEndObject();
        }
        else
        {
            Json.WriteNull("numbers");
        }

        Json.WriteEndObject();
    }

    private void WriteSeverities(LogPattern pattern)
    {
        Json.WriteString("severity", Name(pattern.Severity));
        Json.WriteStartObject("severities");
        foreach ((LogSeverity severity, long count) in pattern.Severities.OrderBy(pair => pair.Key))
        {
            Json.WriteNumber(Name(severity), count);
        }

        Json.WriteEndObject();
    }

    private void WriteLine(string name, PatternLine line)
    {
        Json.WriteStartObject(name);
        Json.WriteString("source", line.Source);
        Json.WriteNumber("line", line.LineId);
        Json.WriteEndObject();
    }

    private void WriteTime(string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            Json.WriteString(name, known.UtcDateTime);
        }
        else
        {
            Json.WriteNull(name);
        }
    }

    private void WriteNumber(string name, double? number)
    {
        if (number is { } known)
        {
            Json.WriteNumber(name, known);
        }
        else
        {
            Json.WriteNull(name);
        }
    }

    /// <summary>A quantile is right within one per cent: more digits would promise what is not there.</summary>
    private static double Rounded(double number)
    {
        const int Digits = 4;
        int magnitude = number == 0 ? 0 : (int)Math.Floor(Math.Log10(Math.Abs(number))) + 1;
        return magnitude is >= Digits or < -10 ? number : Math.Round(number, Digits - magnitude);
    }

    private static string Name(LogSeverity severity) => JsonNamingPolicy.CamelCase.ConvertName(severity.ToString());
}
