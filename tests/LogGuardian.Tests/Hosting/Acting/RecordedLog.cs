using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Tests.Hosting.Acting;

/// <summary>A provider that keeps what it gets.</summary>
internal sealed class RecordedLog : ILoggerProvider
{
    public ConcurrentQueue<(string Category, LogLevel Level, string Text, Dictionary<string, object?> Values)> Records { get; } = new();

    public IEnumerable<string> Texts => Records.Select(record => record.Text);

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, RecordedLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => log.Records.Enqueue((
            category,
            logLevel,
            formatter(state, exception),
            (state as IEnumerable<KeyValuePair<string, object?>> ?? []).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value)));
    }
}
