using Microsoft.Extensions.Logging;

namespace LogGuardian.Benchmarks;

/// <summary>A provider that writes nothing. It may enumerate the values, as each that writes them does: what that allocates is the framework's.</summary>
internal sealed class SilentLoggerProvider(bool enumerates) : ILoggerProvider, ILogger, ISupportExternalScope
{
    /// <summary>Values that were there; read by nobody, but a loop without a result could be left out.</summary>
    public long Values { get; private set; }

    public ILogger CreateLogger(string categoryName) => this;

    public void SetScopeProvider(IExternalScopeProvider scopeProvider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (enumerates && state is IReadOnlyList<KeyValuePair<string, object?>>)
        {
            for (int i = 0; i < ((IReadOnlyList<KeyValuePair<string, object?>>)state).Count; i++)
            {
                Values += ((IReadOnlyList<KeyValuePair<string, object?>>)state)[i].Value is null ? 0 : 1;
            }
        }
    }

    public void Dispose()
    {
    }
}
