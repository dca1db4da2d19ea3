using System.Diagnostics;
using System.Globalization;
using LogGuardian.Tests.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace LogGuardian.Tests.OpenTelemetry;

/// <summary>Log records of OpenTelemetry as records of a channel.</summary>
public sealed class LogRecordForwarderTests
{
    [Fact]
    public async Task OnEnd_Record_TemplateValuesCategoryAndTrace()
    {
        using var channel = new LogChannel();
        using var activity = new Activity("request");
        activity.SetIdFormat(ActivityIdFormat.W3C).Start();
        Log(channel, logger => logger.LogWarning("Order {OrderId} of {User} took {Elapsed:0.0} s", 7, "ada \"a\"", 1.25));

        ParsedLog log = Assert.Single(await ChannelLogs.ParseAllAsync(channel));
        Assert.Equal("Warning Order <OrderId> of <User> took <Elapsed> s | Order 7 of ada \"a\" took 1.25 s | OrderId=7, User=ada \"a\", Elapsed=1.25", log.Describe());
        Assert.Equal("Shop.Orders", log.Field("SourceContext"));
        Assert.Equal(activity.TraceId.ToHexString(), log.Field("@tr"));
        Assert.Equal(activity.SpanId.ToHexString(), log.Field("@sp"));
        Assert.Equal("", log.Field("{OriginalFormat}"));
    }

    [Fact]
    public async Task OnEnd_Exception_IsInTemplateAndContent()
    {
        using var channel = new LogChannel();
        Log(channel, logger => logger.LogError(new TimeoutException("late"), "Order {OrderId} failed", 7));
        Assert.Equal("Error Order <OrderId> failed\nTimeoutException | Order 7 failed\nSystem.TimeoutException: late | OrderId=7", Assert.Single(await ChannelLogs.ParseAllAsync(channel)).Describe());
    }

    [Theory]
    [InlineData(LogLevel.Trace, LogSeverity.Trace)]
    [InlineData(LogLevel.Debug, LogSeverity.Debug)]
    [InlineData(LogLevel.Information, LogSeverity.Information)]
    [InlineData(LogLevel.Warning, LogSeverity.Warning)]
    [InlineData(LogLevel.Error, LogSeverity.Error)]
    [InlineData(LogLevel.Critical, LogSeverity.Fatal)]
    public async Task OnEnd_Level_IsTheSeverity(LogLevel level, LogSeverity severity)
    {
        using var channel = new LogChannel();
        Log(channel, logger => logger.Log(level, "Started"));
        Assert.Equal(severity, Assert.Single(await ChannelLogs.ParseAllAsync(channel)).Severity);
    }

    [Fact]
    public async Task OnEnd_Scopes_InnermostValueCounts()
    {
        using var channel = new LogChannel();
        Log(channel, logger =>
        {
            using (logger.BeginScope("Request {RequestId} of {User}", "r1", "ada"))
            using (logger.BeginScope("mere text"))
            using (logger.BeginScope(new Dictionary<string, object> { ["User"] = "bob" }))
            {
                logger.LogInformation("Order {OrderId} of {User} accepted", 7, "eve");
            }
        });
        ParsedLog log = Assert.Single(await ChannelLogs.ParseAllAsync(channel));
        Assert.Equal("Information Order <OrderId> of <User> accepted | Order 7 of eve accepted | OrderId=7, User=eve", log.Describe());
        Assert.Equal("r1", log.Field("RequestId"));
        string raw = log.Line.ToString();
        Assert.True(raw.IndexOf("bob", StringComparison.Ordinal) < raw.IndexOf("ada", StringComparison.Ordinal), raw);
        Assert.DoesNotContain("OriginalFormat", raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnEnd_ManyScopeValues_AreBounded()
    {
        using var channel = new LogChannel();
        Log(channel, logger =>
        {
            using (logger.BeginScope(Enumerable.Range(0, 1000).ToDictionary(i => string.Create(CultureInfo.InvariantCulture, $"Key{i:0000}"), object (i) => i)))
            {
                logger.LogInformation("Started");
            }

            logger.LogInformation("Stopped");
        });
        ParsedLog[] logs = await ChannelLogs.ParseAllAsync(channel);
        Assert.Equal("63", logs[0].Field("Key0063"));
        Assert.Equal("", logs[0].Field("Key0064"));
        Assert.DoesNotContain("Key0", logs[1].Line.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnEnd_NoTemplate_IsMined()
    {
        using var channel = new LogChannel();
        Log(channel, logger =>
        {
            for (int i = 0; i < 3; i++)
            {
                logger.Log(LogLevel.Warning, default, i + 7, null, (state, _) => string.Create(CultureInfo.InvariantCulture, $"Order {state} failed"));
            }
        });
        ParsedLog[] logs = await ChannelLogs.ParseAllAsync(channel);
        Assert.Equal(3, logs.Length);
        Assert.All(logs, log => Assert.Equal("Warning Order <NUM> failed", $"{log.Severity} {log.Template}"));
    }

    [Fact]
    public async Task OnEnd_TemplateAttributeTakenOutBefore_BodyIsTheTemplate()
    {
        using var channel = new LogChannel();
        using (ILoggerFactory factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options =>
        {
            options.IncludeFormattedMessage = true;
            options.AddProcessor(new Redaction()).AddProcessor(new LogRecordForwarder(channel));
        })))
        {
            factory.CreateLogger("Shop").LogError("Order {OrderId} of {User} failed", 7, "ada");
        }

        Assert.Equal("Error Order <OrderId> of <User> failed | Order 7 of *** failed | OrderId=7, User=***", Assert.Single(await ChannelLogs.ParseAllAsync(channel)).Describe());
    }

    [Fact]
    public async Task OnEnd_OwnCategory_IsLeftOut()
    {
        using var channel = new LogChannel();
        using (ILoggerFactory factory = FactoryOf(channel))
        {
            foreach (string category in new[] { "LogGuardian", "LogGuardian.Hosting", "LogGuardians", "Shop" })
            {
                factory.CreateLogger(category).LogInformation("Started");
            }
        }

        Assert.Equal(["LogGuardians", "Shop"], (await ChannelLogs.ParseAllAsync(channel)).Select(log => log.Field("SourceContext")));
    }

    [Fact]
    public async Task OnEnd_ManyThreads_EveryRecordOnce()
    {
        using var channel = new LogChannel(options: new LogChannelOptions { CapacityBytes = 16 << 20 });
        using (ILoggerFactory factory = FactoryOf(channel))
        {
            ILogger logger = factory.CreateLogger("Shop");
            Parallel.For(0, 2000, i =>
            {
                using (logger.BeginScope("Request {RequestId}", i))
                {
                    logger.LogInformation("Order {OrderId} accepted", i);
                }
            });
        }

        ParsedLog[] logs = await ChannelLogs.ParseAllAsync(channel);
        Assert.All(logs, log => Assert.Equal(log.ParameterText(0), log.Field("RequestId")));
        Assert.Equal(2000, logs.Select(log => log.ParameterText(0)).Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Host_ProviderWithServices_WritesToThePipeline(bool withLogging)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddLogGuardian(name: "shop");
        if (withLogging)
        {
            builder.Services.AddOpenTelemetry().WithLogging(logging => logging.AddLogGuardian("shop"));
        }
        else
        {
            builder.Logging.AddOpenTelemetry(options => options.AddLogGuardian("shop"));
        }

        using IHost host = builder.Build();
        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop").LogError("Order {OrderId} failed", 8);
        LogChannel channel = host.Services.GetRequiredKeyedService<LogGuardianPipeline>("shop").Channel;
        Assert.Equal("Error Order <OrderId> failed | Order 8 failed | OrderId=8", Assert.Single(await ChannelLogs.ParseAllAsync(channel)).Describe());
    }

    [Fact]
    public async Task Host_ProviderWithChannel_WritesToIt()
    {
        using var channel = new LogChannel();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddOpenTelemetry().WithLogging(logging => logging.AddLogGuardian(channel));
        using IHost host = builder.Build();
        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop").LogError("Order {OrderId} failed", 8);
        Assert.Equal("Order 8 failed", Assert.Single(await ChannelLogs.ParseAllAsync(channel)).ToString());
    }

    [Fact]
    public void Host_PipelineThatIsNotThere_IsNamed()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddOpenTelemetry(options => options.AddLogGuardian("audit")));
        using ServiceProvider provider = services.BuildServiceProvider();
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<ILoggerFactory>().CreateLogger("Shop"));
        Assert.Equal("The host has no pipeline 'audit'; log records go to one that it has. Call services.AddLogGuardian(name: \"audit\").", e.Message);
    }

    private static void Log(LogChannel channel, Action<ILogger> log)
    {
        using ILoggerFactory factory = FactoryOf(channel);
        log(factory.CreateLogger("Shop.Orders"));
    }

    private static ILoggerFactory FactoryOf(LogChannel channel) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(LogLevel.Trace)
        .AddOpenTelemetry(options =>
        {
            options.IncludeScopes = true;
            options.AddLogGuardian(channel);
        }));

    private sealed class Redaction : BaseProcessor<LogRecord>
    {
        public override void OnEnd(LogRecord data) => data.Attributes =
            [.. data.Attributes!.Where(value => value.Key != "{OriginalFormat}").Select(value => value.Key == "User" ? KeyValuePair.Create(value.Key, (object?)"***") : value)];
    }
}
