using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LogGuardian.Cli;

/// <summary>Detections for machines: one JSON object per line, in the shape of <see cref="DetectionJson"/>.</summary>
internal sealed class JsonLinesReport : ScanReport<byte[]>, IDisposable
{
    private readonly Stream _output;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer;

    public JsonLinesReport(Stream output, bool all, int? top)
        : base(all, top)
    {
        _output = new BufferedStream(output, 64 * 1024);
        _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public override void Flush() => _output.Flush();

    public void Dispose() => _writer.Dispose();

    protected override byte[] Render(Detection detection)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        DetectionJson.Write(_writer, detection);
        _writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    protected override void Write(byte[] rendered)
    {
        _output.Write(rendered);
        _output.WriteByte((byte)'\n');
    }
}
