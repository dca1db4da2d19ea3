using LogGuardian.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Tests.Hosting.Logging;

/// <summary>Logging of a host that is not started: nothing reads the channel but the test.</summary>
internal sealed class LoggingHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public LoggingHost(Dictionary<string, string?>? configuration = null, Action<IServiceCollection>? configure = null)
    {
        IConfigurationRoot root = new ConfigurationBuilder().AddInMemoryCollection(configuration ?? []).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(root);
        services.AddLogging(logging => logging.AddConfiguration(root.GetSection("Logging")).AddLogGuardian());
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public LogChannel Channel => _services.GetRequiredKeyedService<LogChannel>("");

    public IServiceProvider Services => _services;

    public ILogger Logger(string category = "Orders.Service") => _services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

    /// <summary>A factory with one provider that writes into a channel.</summary>
    public static ILoggerFactory Factory(LogChannel channel) => LoggerFactory.Create(logging => logging.AddProvider(new ChannelLoggerProvider(channel, TimeProvider.System)));

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
