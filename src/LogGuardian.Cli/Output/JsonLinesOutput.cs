using System.Text.Encodings.Web;
using System.Text.Json;

namespace LogGuardian.Cli;

/// <summary>Writes one JSON object per line.</summary>
internal sealed class JsonLinesOutput : IDisposable
{
    private readonly BufferedStream _output;

    public JsonLinesOutput(Stream output)
    {
        _output = new BufferedStream(output, 64 * 1024);
        Writer = new Utf8JsonWriter(_output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Writes what stands in the object.</summary>
    public Utf8JsonWriter Writer { get; }

    public void Begin()
    {
        Writer.Reset();
        Writer.WriteStartObject();
    }

    public void End()
    {
        Writer.WriteEndObject();

        // Into the buffered stream, not through it.
        Writer.Flush();
        _output.WriteByte((byte)'\n');
    }

    public void Flush() => _output.Flush();

    public void Dispose() => Writer.Reset(Stream.Null);
}
