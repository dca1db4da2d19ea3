using LogGuardian.OpenTelemetry;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace LogGuardian;

/// <summary>
/// A log processor that gives records to a channel, for <c>AddProcessor</c>: template and values from the attributes, scopes, category, exception, trace and span. It keeps nothing of a record and never
/// makes the caller wait: what finds no room is dropped and counted by <see cref="LogChannel.RecordsDropped"/>. The channel is not disposed with it.
/// </summary>
/// <param name="channel">The channel, which a pipeline reads.</param>
public sealed class LogRecordForwarder(LogChannel channel) : BaseProcessor<LogRecord>
{
    private const string TemplateKey = "{OriginalFormat}";
    private readonly LogChannel _channel = channel ?? throw new ArgumentNullException(nameof(channel));

    // A record goes through on one thread, which may be any.
    private readonly ThreadLocal<ScopeValues> _scopes = new(() => new ScopeValues());

    /// <summary>Writes a record into the channel; those of LogGuardian's own categories are left out.</summary>
    /// <param name="data">The record.</param>
    public override void OnEnd(LogRecord data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (LogChannel.IsOwnCategory(data.CategoryName))
        {
            return;
        }

        IReadOnlyList<KeyValuePair<string, object?>> attributes = data.Attributes ?? [];
        LogRecordWriter record = Begin(data, attributes);
        record.Trace(data.TraceId, data.SpanId);
        record.Exception(data.Exception);
        for (int i = 0; i < attributes.Count; i++)
        {
            if (attributes[i].Key != TemplateKey)
            {
                record.Value(attributes[i].Key, attributes[i].Value);
            }
        }

        if (data.CategoryName is { } category)
        {
            record.Value("SourceContext", category);
        }

        WriteScopes(data, record);
        record.Write();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _scopes.Dispose();
        }

        base.Dispose(disposing);
    }

    private LogRecordWriter Begin(LogRecord data, IReadOnlyList<KeyValuePair<string, object?>> attributes)
    {
        var timestamp = new DateTimeOffset(DateTime.SpecifyKind(data.Timestamp == default ? data.ObservedTimestamp : data.Timestamp, DateTimeKind.Utc));
        LogSeverity severity = SeverityOf(data.LogLevel);
        for (int i = attributes.Count - 1; i >= 0; i--)
        {
            if (attributes[i].Key == TemplateKey && attributes[i].Value is string template)
            {
                return _channel.Begin(timestamp, severity, template);
            }
        }

        // Without the attribute, a body beside a message is the template, and one alone is the message.
        return data is { FormattedMessage: { } message, Body: { } body } && body != message
            ? _channel.Begin(timestamp, severity, body)
            : _channel.BeginMessage(timestamp, severity, data.FormattedMessage ?? data.Body ?? "");
    }

    private void WriteScopes(LogRecord data, in LogRecordWriter record)
    {
        ScopeValues values = _scopes.Value!;
        data.ForEachScope(static (scope, found) => found.Add(scope), values);

        // The innermost scope last found counts: it comes first.
        for (int i = values.Count - 1; i >= 0; i--)
        {
            record.Value(values[i].Key, values[i].Value);
        }

        values.Clear();
    }

    private static LogSeverity SeverityOf(LogLevel level) => level switch
    {
        LogLevel.Trace => LogSeverity.Trace,
        LogLevel.Debug => LogSeverity.Debug,
        LogLevel.Warning => LogSeverity.Warning,
        LogLevel.Error => LogSeverity.Error,
        LogLevel.Critical => LogSeverity.Fatal,
        _ => LogSeverity.Information,
    };
}
