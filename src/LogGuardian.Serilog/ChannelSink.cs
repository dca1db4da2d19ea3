using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace LogGuardian.Serilog;

/// <summary>Writes events into a channel. Keeps nothing of them.</summary>
/// <param name="channel">The channel.</param>
/// <param name="owned">What ends with the sink.</param>
internal sealed class ChannelSink(LogChannel channel, params IDisposable[] owned) : ILogEventSink, IDisposable
{
    // As in Serilog's compact format, so that a value reads the same in a file.
    private static readonly JsonValueFormatter Structures = new("$type");

    public void Emit(LogEvent logEvent)
    {
        if (IsOwn(logEvent))
        {
            return;
        }

        LogRecordWriter record = channel.Begin(logEvent.Timestamp, SeverityOf(logEvent.Level), logEvent.MessageTemplate.Text);
        record.Trace(logEvent.TraceId ?? default, logEvent.SpanId ?? default);
        record.Exception(logEvent.Exception);
        foreach ((string name, LogEventPropertyValue value) in logEvent.Properties)
        {
            record.Value(name, value is ScalarValue scalar ? scalar.Value : TextOf(value));
        }

        record.Write();
    }

    public void Dispose()
    {
        foreach (IDisposable one in owned)
        {
            one.Dispose();
        }
    }

    private static bool IsOwn(LogEvent logEvent) =>
        logEvent.Properties.TryGetValue(Constants.SourceContextPropertyName, out LogEventPropertyValue? value) && value is ScalarValue { Value: string category } && LogChannel.IsOwnCategory(category);

    private static string TextOf(LogEventPropertyValue value)
    {
        using var text = new StringWriter();
        Structures.Format(value, text);
        return text.ToString();
    }

    private static LogSeverity SeverityOf(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => LogSeverity.Trace,
        LogEventLevel.Debug => LogSeverity.Debug,
        LogEventLevel.Information => LogSeverity.Information,
        LogEventLevel.Warning => LogSeverity.Warning,
        LogEventLevel.Error => LogSeverity.Error,
        _ => LogSeverity.Fatal,
    };
}
