using System.Diagnostics;
using System.Text.Json;
using LogGuardian.Core;

namespace LogGuardian;

/// <summary>
/// Writes one record of a <see cref="LogChannel"/> as a line of Serilog's compact format (CLEF): <c>@t</c>, <c>@mt</c>, <c>@l</c>, <c>@x</c>, <c>@tr</c>, <c>@sp</c>, and values under their own names.
/// Used on one thread, between <see cref="LogChannel.Begin"/> and <see cref="Write"/>.
/// </summary>
public readonly ref struct LogRecordWriter
{
    private readonly LogChannel _channel;
    private readonly RecordBuffer _buffer;

    internal LogRecordWriter(LogChannel channel, RecordBuffer buffer, DateTimeOffset timestamp, LogSeverity severity, ReadOnlySpan<byte> name, string text)
    {
        _channel = channel;
        _buffer = buffer;
        Utf8JsonWriter json = buffer.Json;
        json.WriteStartObject();
        json.WriteString("@t"u8, timestamp);
        json.WriteString(name, text);

        // Written for each level, so that a value that has the name of a level is not taken for it.
        json.WriteString("@l"u8, LevelOf(severity));
    }

    private Utf8JsonWriter Json => _buffer.Json;

    /// <summary>Adds the trace and the span that the record was logged in; nothing without an activity.</summary>
    /// <param name="activity">Such as <see cref="Activity.Current"/>.</param>
    public void Trace(Activity? activity)
    {
        if (activity is { IdFormat: ActivityIdFormat.W3C })
        {
            Trace(activity.TraceId, activity.SpanId);
        }
    }

    /// <summary>Adds the trace and the span that the record was logged in; an empty one is left out.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="span">The span.</param>
    public void Trace(ActivityTraceId trace, ActivitySpanId span)
    {
        if (trace != default)
        {
            Json.WriteString("@tr"u8, trace.ToHexString());
        }

        if (span != default)
        {
            Json.WriteString("@sp"u8, span.ToHexString());
        }
    }

    /// <summary>Adds the exception with its type, its message and its frames.</summary>
    /// <param name="exception">The exception; nothing when null.</param>
    public void Exception(Exception? exception)
    {
        if (exception is not null)
        {
            RecordValues.Write(Json, "@x", exception, _channel.TextChars);
        }
    }

    /// <summary>
    /// Adds a value under its name. Numbers and booleans stay what they are; lists are written as <c>a, b</c>; everything else is written as text in the invariant culture. The end of
    /// a text that is longer than an eighth of <see cref="LogChannelOptions.MaxRecordBytes"/> is left out. A value that throws does no harm.
    /// </summary>
    /// <param name="name">The name, such as that of a hole of the template; the operator before it, as in <c>@Order</c>, is left out.</param>
    /// <param name="value">The value.</param>
    public void Value(string name, object? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        // What is left begins with no '@', so that no value stands for the time or the level of the record.
        RecordValues.Write(Json, name.AsSpan().TrimStart("@$"), value, _channel.TextChars);
    }

    /// <summary>Adds a number under its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The number.</param>
    public void Number(string name, long value) => Json.WriteNumber(name, value);

    /// <summary>Puts the record into the channel. Never throws, never waits.</summary>
    /// <returns>False when it was dropped; see <see cref="LogChannel.RecordsDropped"/>.</returns>
    public bool Write()
    {
        Json.WriteEndObject();
        Json.Flush();
        return _channel.Write(_buffer);
    }

    private static ReadOnlySpan<byte> LevelOf(LogSeverity severity) => severity switch
    {
        LogSeverity.Unspecified => "Information"u8,
        < LogSeverity.Debug => "Verbose"u8,
        < LogSeverity.Information => "Debug"u8,
        < LogSeverity.Warning => "Information"u8,
        < LogSeverity.Error => "Warning"u8,
        < LogSeverity.Fatal => "Error"u8,
        _ => "Fatal"u8,
    };
}
