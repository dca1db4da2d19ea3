using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LogGuardian.Telemetry;

/// <summary>Gives LogGuardian's own providers, by themselves, the records that the others do not see or see later, with the filters that the host has for them.</summary>
internal sealed class UnseenRecords : IDisposable
{
    /// <summary>By this alias the providers are known; filters of the host name it as well.</summary>
    private const string Alias = "LogGuardian";
    private readonly LoggerFactory _factory;
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new(StringComparer.Ordinal);

    public UnseenRecords(IEnumerable<ILoggerProvider> providers, IOptionsMonitor<LoggerFilterOptions> filters) => _factory = new LoggerFactory(
        providers.Where(provider => provider.GetType().GetCustomAttribute<ProviderAliasAttribute>()?.Alias == Alias).Select(provider => new Borrowed(provider)), filters);

    public void Log<TState>(in LogEntry<TState> entry) =>
        _loggers.GetOrAdd(entry.Category, _factory.CreateLogger).Log(entry.LogLevel, entry.EventId, entry.State, entry.Exception, entry.Formatter);

    public void Dispose() => _factory.Dispose();

    /// <summary>A provider whose scopes and whose end belong to the host's own factory.</summary>
    [ProviderAlias(Alias)]
    private sealed class Borrowed(ILoggerProvider provider) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => provider.CreateLogger(categoryName);

        public void Dispose()
        {
            // The host disposes it.
        }
    }
}
