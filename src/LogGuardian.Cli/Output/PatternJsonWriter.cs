using System.Text.Encodings.Web;
using System.Text.Json;

namespace LogGuardian.Cli;

/// <summary>Patterns for machines: one JSON object per line, in the shape that the README documents.</summary>
internal sealed class PatternJsonWriter : IDisposable
{
    private readonly BufferedStream _output;
    private readonly Utf8JsonWriter _writer;

    public PatternJsonWriter(Stream output)
    {
        _output = new BufferedStream(output, 64 * 1024);
        _writer = new Utf8JsonWriter(_output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public void Write(LogPattern pattern)
    {
        _writer.Reset();
        _writer.WriteStartObject();
        _writer.WriteString("templateId", pattern.Template.Id.ToString());
        _writer.WriteString("template", pattern.Template.Text);
        _writer.WriteNumber("count", pattern.Count);
        _writer.WriteNumber("share", Math.Round(pattern.Share, 6));
        WriteSeverities(pattern);
        WriteTime("firstSeen", pattern.FirstSeen);
        WriteTime("lastSeen", pattern.LastSeen);
        WriteNumber("perSecond", pattern.PerSecond);
        WriteLine("first", pattern.First);
        WriteLine("last", pattern.Last);
        _writer.WriteStartArray("parameters");
        foreach (PatternParameter parameter in pattern.Parameters)
        {
            Write(parameter);
        }

        _writer.WriteEndArray();
        _writer.WriteStartArray("examples");
        foreach (PatternExample example in pattern.Examples)
        {
            _writer.WriteStartObject();
            _writer.WriteString("source", example.Line.Source);
            _writer.WriteNumber("line", example.Line.LineId);
            _writer.WriteString("text", example.Text);
            _writer.WriteEndObject();
        }

        _writer.WriteEndArray();
        _writer.WriteEndObject();

        // Into the buffered stream, not through it.
        _writer.Flush();
        _output.WriteByte((byte)'\n');
    }

    public void Complete() => _output.Flush();

    public void Dispose() => _writer.Reset(Stream.Null);

    private void Write(PatternParameter parameter)
    {
        _writer.WriteStartObject();
        _writer.WriteNumber("position", parameter.Position);
        _writer.WriteString("name", parameter.Name);
        _writer.WriteString("kind", PatternText.Kind(parameter.Kind));
        _writer.WriteNumber("count", parameter.Count);
        _writer.WriteNumber("distinct", parameter.Distinct);
        _writer.WriteBoolean("distinctIsExact", parameter.IsDistinctExact);
        _writer.WriteStartArray("values");
        foreach (PatternValue value in parameter.Values)
        {
            _writer.WriteStartObject();
            _writer.WriteString("text", value.Text);
            _writer.WriteNumber("count", value.Count);
            _writer.WriteNumber("error", value.Error);
            _writer.WriteEndObject();
        }

        _writer.WriteEndArray();
        if (parameter.Numbers is { } numbers)
        {
            _writer.WriteStartObject("numbers");
            _writer.WriteNumber("count", numbers.Count);
            _writer.WriteNumber("least", numbers.Least);
            _writer.WriteNumber("greatest", numbers.Greatest);
            WriteNumber("p50", Rounded(numbers.P50));
            WriteNumber("p90", Rounded(numbers.P90));
            WriteNumber("p99", Rounded(numbers.P99));
            _writer.WriteEndObject();
        }
        else
        {
            _writer.WriteNull("numbers");
        }

        _writer.WriteEndObject();
    }

    private void WriteSeverities(LogPattern pattern)
    {
        _writer.WriteString("severity", Name(pattern.Severity));
        _writer.WriteStartObject("severities");
        foreach ((LogSeverity severity, long count) in pattern.Severities.OrderBy(pair => pair.Key))
        {
            _writer.WriteNumber(Name(severity), count);
        }

        _writer.WriteEndObject();
    }

    private void WriteLine(string name, PatternLine line)
    {
        _writer.WriteStartObject(name);
        _writer.WriteString("source", line.Source);
        _writer.WriteNumber("line", line.LineId);
        _writer.WriteEndObject();
    }

    private void WriteTime(string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            _writer.WriteString(name, known.UtcDateTime);
        }
        else
        {
            _writer.WriteNull(name);
        }
    }

    private void WriteNumber(string name, double? number)
    {
        if (number is { } known)
        {
            _writer.WriteNumber(name, known);
        }
        else
        {
            _writer.WriteNull(name);
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
