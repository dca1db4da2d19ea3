using LogGuardian.Core;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Tests.Hosting.Acting;

/// <summary>Stands for LogGuardian's own provider: known by its alias, and deaf while handlers run.</summary>
[ProviderAlias("LogGuardian")]
internal sealed class OwnLog : ILoggerProvider
{
    public RecordedLog Log { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Deaf(Log.CreateLogger(categoryName));

    public void Dispose() => Log.Dispose();

    private sealed class Deaf(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!OwnWork.IsUnderWay)
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
