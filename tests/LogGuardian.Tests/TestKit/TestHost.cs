using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Tests.TestKit;

/// <summary>A real host with one pipeline, whose log has its own time: a hundred records make a second, however fast they are written.</summary>
internal sealed class TestHost : IAsyncDisposable, IDetectionHandler
{
    private const int PerSecond = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly IHost _host;
    private readonly string _name;
    private long _records;

    private TestHost(Action<HostApplicationBuilder>? configure, string name, (string Key, string? Value)[] settings, long firstRecord)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
        builder.Services.AddKeyedSingleton<IDetectionHandler>(name, this);
        builder.Logging.AddProvider(new Collecting(Logged));
        builder.Services.AddLogGuardian(name: name);
        configure?.Invoke(builder);
        _host = builder.Build();
        _name = name;
        _records = firstRecord;
    }

    public ConcurrentQueue<Detection> Detections { get; } = new();

    public ConcurrentQueue<string> Logged { get; } = new();

    public IServiceProvider Services => _host.Services;

    public IConfigurationRoot Configuration => (IConfigurationRoot)Services.GetRequiredService<IConfiguration>();

    public LogGuardianPipeline Pipeline => Services.GetRequiredKeyedService<LogGuardianPipeline>(_name);

    public long Records => _records;

    public static Task<TestHost> StartAsync(params (string Key, string? Value)[] settings) => StartAsync(null, settings);

    public static async Task<TestHost> StartAsync(Action<HostApplicationBuilder>? configure, (string Key, string? Value)[] settings, string name = "", long firstRecord = 0)
    {
        var host = new TestHost(configure, name, settings, firstRecord);
        try
        {
            await host._host.StartAsync();
            return host;
        }
        catch (Exception)
        {
            host._host.Dispose();
            throw;
        }
    }

    public ValueTask HandleAsync(Detection detection, CancellationToken cancellationToken = default)
    {
        Detections.Enqueue(detection);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes seconds of ordinary records.</summary>
    public void Log(int seconds, string? fault = null)
    {
        for (int i = 0; i < seconds * PerSecond; i++)
        {
            LogRecordWriter record = Begin(LogSeverity.Information, i % 3 == 0 ? "Order {OrderId} accepted" : "GET {Path} answered {Status}");
            record.Value("OrderId", i);
            record.Value("Path", "/orders/7");
            record.Value("Status", 200);
            record.Write();
            if (fault is not null && i % 10 == 0)
            {
                record = Begin(LogSeverity.Error, fault);
                record.Value("OrderId", i);
                record.Write();
            }
        }
    }

    /// <summary>Learns for sixty seconds of its log, and waits for that.</summary>
    public async Task LearnAsync(string? also = null)
    {
        Log(seconds: 60, also);
        await UntilAsync(() => Pipeline.Status.Phase == PipelinePhase.Running && Pipeline.Detector?.Counts.Windows >= 55);
    }

    /// <summary>Waits until something holds; fails when it does not for a minute.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        for (var clock = Stopwatch.StartNew(); !holds();)
        {
            Assert.True(clock.Elapsed < Patience, $"Waited in vain. {Pipeline.Status}: {string.Join(" ", Pipeline.Status.Problems)} {Pipeline.Detector?.Counts} {string.Join("\n", Logged)}");
            await Task.Delay(10);
        }
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private LogRecordWriter Begin(LogSeverity severity, string template) => Pipeline.Channel.Begin(Logs.Start.AddSeconds((double)_records++ / PerSecond), severity, template);

    private sealed class Collecting(ConcurrentQueue<string> logged) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logged.Enqueue($"{logLevel}: {formatter(state, exception)} {exception?.Message}");

        public void Dispose()
        {
        }
    }
}
