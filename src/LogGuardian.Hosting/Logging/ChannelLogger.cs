using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Hosting;

/// <summary>Writes what a category logs into the channel of a pipeline. Never waits and never throws.</summary>
internal sealed class ChannelLogger(ChannelLoggerProvider provider, string category) : ILogger
{
    private const string TemplateKey = "{OriginalFormat}";
    private readonly LogChannel _channel = provider.Channel;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => provider.Scopes?.Push(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && _channel.IsEnabled;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        RecordNames names = provider.Names;
        if (names.IsInUse)
        {
            _channel.Drop(DropReason.Recursive);
            return;
        }

        names.Begin();
        try
        {
            // Without a template the message is mined: taken for a template, it would be a new one for each value in it.
            LogRecordWriter writer = TemplateOf(state) is { } template
                ? _channel.Begin(provider.Clock.GetUtcNow(), SeverityOf(logLevel), template)
                : _channel.BeginMessage(provider.Clock.GetUtcNow(), SeverityOf(logLevel), formatter(state, exception));
            WriteState(writer, state, names);
            WriteContext(writer, eventId, exception, names);
            writer.Write();
        }
        catch (Exception)
        {
            // Logging must not break who logs.
            _channel.Drop(DropReason.Unreadable);
        }
        finally
        {
            names.End();
        }
    }

    // Written as casts at each use: of a struct, which states mostly are, the compiler then needs no copy on the heap.
    private static string? TemplateOf<TState>(TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>>)
        {
            return null;
        }

        // Loggers put it last; only what others made is searched.
        int last = CountOf(state) - 1;
        for (int i = last; i >= 0; i--)
        {
            KeyValuePair<string, object?> pair = ItemOf(state, i);
            if (pair.Key == TemplateKey)
            {
                return pair.Value as string;
            }
        }

        return null;
    }

    private static void WriteState<TState>(in LogRecordWriter writer, TState state, RecordNames names)
    {
        try
        {
            if (state is IReadOnlyList<KeyValuePair<string, object?>>)
            {
                int count = CountOf(state);
                for (int i = 0; i < count; i++)
                {
                    WriteValue(writer, ItemOf(state, i), names);
                }
            }
            else if (state is IEnumerable<KeyValuePair<string, object?>> pairs)
            {
                foreach (KeyValuePair<string, object?> pair in pairs)
                {
                    WriteValue(writer, pair, names);
                }
            }
        }
        catch (Exception)
        {
            // The record is worth more than the values that could not be read.
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CountOf<TState>(TState state) => ((IReadOnlyList<KeyValuePair<string, object?>>)state!).Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static KeyValuePair<string, object?> ItemOf<TState>(TState state, int index) => ((IReadOnlyList<KeyValuePair<string, object?>>)state!)[index];

    private static void WriteValue(in LogRecordWriter writer, KeyValuePair<string, object?> pair, RecordNames names)
    {
        if (pair.Key is not (null or TemplateKey) && names.Add(pair.Key))
        {
            writer.Value(pair.Key, pair.Value);
        }
    }

    private void WriteContext(in LogRecordWriter writer, EventId eventId, Exception? exception, RecordNames names)
    {
        var activity = Activity.Current;
        writer.Trace(activity);
        WriteValue(writer, new("SourceContext", category), names);
        if (eventId.Id != 0 && names.Add("EventId"))
        {
            writer.Number("EventId", eventId.Id);
        }

        if (eventId.Name is { Length: > 0 } eventName)
        {
            WriteValue(writer, new("EventName", eventName), names);
        }

        writer.Exception(exception);
        WriteScopes(writer, activity is not null, names);
    }

    private void WriteScopes(in LogRecordWriter writer, bool isTraced, RecordNames names)
    {
        try
        {
            provider.Scopes?.ForEachScope(static (scope, names) => names.AddScope(scope), names);
        }
        catch (Exception)
        {
            // A scope that throws does not cost the record, nor the scopes around it.
        }

        foreach (KeyValuePair<string, object?> pair in names.TakeScopes())
        {
            // The trace and the span are in the record under their own names already.
            if (!isTraced || pair.Key is not ("TraceId" or "SpanId" or "ParentId"))
            {
                WriteValue(writer, pair, names);
            }
        }
    }

    private static LogSeverity SeverityOf(LogLevel level) => level switch
    {
        LogLevel.Trace => LogSeverity.Trace,
        LogLevel.Debug => LogSeverity.Debug,
        LogLevel.Information => LogSeverity.Information,
        LogLevel.Warning => LogSeverity.Warning,
        LogLevel.Error => LogSeverity.Error,
        _ => LogSeverity.Fatal,
    };
}
