using System.Text;
using LogGuardian.Serilog;
using LogGuardian.Tests.TestKit;
using Microsoft.Extensions.Configuration;
using Serilog;
using Serilog.Core;

namespace LogGuardian.Tests.Serilog;

/// <summary>Sinks that Serilog.Settings.Configuration adds by their name.</summary>
public sealed class SerilogConfigurationTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task ReadFromConfiguration_SinkBeforeReader_EventsWait()
    {
        using Logger logger = Configured("""{ "name": "configured", "capacityBytes": 262144, "restrictedToMinimumLevel": "Warning" }""");
        logger.Information("Order {OrderId} accepted", 6);
        logger.Error("Order {OrderId} failed", 7);

        await using IAsyncEnumerator<LogLine> lines = Lines("configured");
        Assert.True(await lines.MoveNextAsync().AsTask().WaitAsync(Generous));
        Assert.Equal("Error Order <OrderId> failed | Order 7 failed | OrderId=7", ChannelLogs.Parse(lines.Current)[0].Describe());
    }

    [Fact]
    public async Task ReadFromConfiguration_ReaderBeforeSink_SinksOneAfterTheOther()
    {
        await using IAsyncEnumerator<LogLine> lines = Lines("replaced");
        ValueTask<bool> first = lines.MoveNextAsync();
        using (Logger logger = Configured("""{ "name": "replaced" }"""))
        {
            logger.Information("One");
            Assert.True(await first.AsTask().WaitAsync(Generous));
            Assert.Equal("One", ChannelLogs.Parse(lines.Current)[0].Template.Text);
            logger.Information("Two");
        }

        using (Logger logger = Configured("""{ "name": "replaced" }"""))
        {
            logger.Information("Three");
            foreach (string expected in new[] { "Two", "Three" })
            {
                Assert.True(await lines.MoveNextAsync().AsTask().WaitAsync(Generous));
                Assert.Equal(expected, ChannelLogs.Parse(lines.Current)[0].Template.Text);
            }
        }
    }

    [Fact]
    public async Task ReadFromConfiguration_NoArguments_IsNamedApp()
    {
        using Logger logger = Configured(arguments: null);
        logger.Information("Started {Id}", "only-here-5d1c");
        await using IAsyncEnumerator<LogLine> lines = Lines("app");
        Assert.True(await lines.MoveNextAsync().AsTask().WaitAsync(Generous));
        Assert.Equal("Started only-here-5d1c", ChannelLogs.Parse(lines.Current)[0].ToString());
    }

    [Fact]
    public async Task FromSerilog_Run_ReadsTheEvents()
    {
        using Logger logger = Configured("""{ "name": "run" }""");
        using AnomalyDetector detector = DefaultDetector.Create().FromSerilog("run").EmitTo(_ => { }).Build();
        using var stop = new CancellationTokenSource(Generous);
        Task run = detector.RunAsync(stop.Token);
        logger.Information("One");
        logger.Information("Two");
        while (detector.Counts.LinesRead < 2)
        {
            await Task.Delay(10, stop.Token);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task FromSerilog_NoSink_EndsWithItsCancellation()
    {
        using var stop = new CancellationTokenSource();
        await using IAsyncEnumerator<LogLine> lines = Lines("nobody", stop.Token);
        Task<bool> next = lines.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Generous));
    }

    [Fact]
    public void FromSerilog_NoName_IsRefused() => Assert.Throws<ArgumentException>(() => new AnomalyDetectorBuilder().FromSerilog(""));

    private static Logger Configured(string? arguments)
    {
        string args = arguments is null ? "" : $", \"Args\": {arguments}";
        string json = $$"""{ "Serilog": { "Using": ["LogGuardian.Serilog"], "WriteTo": [{ "Name": "LogGuardian"{{args}} }] } }""";
        IConfiguration configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        return new LoggerConfiguration().ReadFrom.Configuration(configuration).CreateLogger();
    }

    private static IAsyncEnumerator<LogLine> Lines(string name, CancellationToken cancellationToken = default) => new AnnouncedSource(name).ReadAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None);
}
