using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogGuardian.Hosting;

/// <summary>Loggers that write into the channel of a pipeline.</summary>
[ProviderAlias("LogGuardian")]
internal sealed class ChannelLoggerProvider(LogChannel channel, TimeProvider clock) : ILoggerProvider, ISupportExternalScope
{
    private readonly ThreadLocal<RecordNames> _names = new(static () => new RecordNames());

    public LogChannel Channel => channel;

    public TimeProvider Clock => clock;

    public IExternalScopeProvider? Scopes { get; private set; }

    /// <summary>What the calling thread keeps between its records.</summary>
    public RecordNames Names => _names.Value!;

    public ILogger CreateLogger(string categoryName) =>
        LogChannel.IsOwnCategory(categoryName) ? NullLogger.Instance : new ChannelLogger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => Scopes = scopeProvider;

    /// <summary>Nothing: the channel is the host's, and loggers may be used later.</summary>
    public void Dispose()
    {
    }
}
