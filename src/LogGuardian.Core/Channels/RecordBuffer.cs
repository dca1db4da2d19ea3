using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>Where a record is written before it enters a channel.</summary>
internal sealed class RecordBuffer
{
    // Larger ones are rare and not kept.
    private const int MaxKeptBytes = 65_536;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly ArrayBufferWriter<byte> _bytes = new(1_024);

    public RecordBuffer() => Json = new Utf8JsonWriter(_bytes, Options);

    public Utf8JsonWriter Json { get; }

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public bool IsKept => _bytes.Capacity <= MaxKeptBytes;

    public void Clear()
    {
        _bytes.ResetWrittenCount();
        Json.Reset();
    }
}
