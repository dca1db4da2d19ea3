using System.Diagnostics;
using LogGuardian.Tests.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace LogGuardian.Tests.Serilog;

/// <summary>Events of Serilog as records of a channel.</summary>
public sealed class SerilogSinkTests
{
    [Fact]
    public async Task Write_Event_TemplateValuesCategoryAndTrace()
    {
        using var channel = new LogChannel();
        using var activity = new Activity("request");
        activity.SetIdFormat(ActivityIdFormat.W3C).Start();
        using Logger logger = LoggerOf(channel);
        logger.ForContext(Constants.SourceContextPropertyName, "Shop.Orders").Warning("Order {OrderId} of {User} took {Elapsed:0.0} s", 7, "ada \"a\"", 1.25);

        ParsedLog log = Assert.Single(await ChannelLogs.ParseAllAsync(channel));
        Assert.Equal("Warning Order <OrderId> of <User> took <Elapsed> s | Order 7 of ada \"a\" took 1.25 s | OrderId=7, User=ada \"a\", Elapsed=1.25", log.Describe());
        Assert.Equal("Shop.Orders", log.Field("SourceContext"));
        Assert.Equal(activity.TraceId.ToHexString(), log.Field("@tr"));
        Assert.Equal(activity.SpanId.ToHexString(), log.Field("@sp"));
    }

    [Fact]
    public async Task Write_Exception_IsInTemplateAndContent()
    {
        using var channel = new LogChannel();
        using Logger logger = LoggerOf(channel);
        logger.Error(new TimeoutException("late"), "Order {OrderId} failed", 7);
        Assert.Equal("Error Order <OrderId> failed\nTimeoutException | Order 7 failed\nSystem.TimeoutException: late | OrderId=7", Assert.Single(await ChannelLogs.ParseAllAsync(channel)).Describe());
    }

    [Fact]
    public async Task Write_StructureAndSequence_AsSerilogRendersThem()
    {
        using var channel = new LogChannel();
        using Logger logger = LoggerOf(channel);
        logger.Information("Order {@Order} has {Items}", new { Id = 7, Name = "a\"b" }, new[] { 1, 2 });
        Assert.Equal("Order={\"Id\":7,\"Name\":\"a\\\"b\"}, Items=[1,2]", Assert.Single(await ChannelLogs.ParseAllAsync(channel)).NamedParameters());
    }

    [Theory]
    [InlineData(LogEventLevel.Verbose, LogSeverity.Trace)]
    [InlineData(LogEventLevel.Debug, LogSeverity.Debug)]
    [InlineData(LogEventLevel.Information, LogSeverity.Information)]
    [InlineData(LogEventLevel.Warning, LogSeverity.Warning)]
    [InlineData(LogEventLevel.Error, LogSeverity.Error)]
    [InlineData(LogEventLevel.Fatal, LogSeverity.Fatal)]
    public async Task Write_Level_IsTheSeverity(LogEventLevel level, LogSeverity severity)
    {
        using var channel = new LogChannel();
        using Logger logger = LoggerOf(channel);
        logger.Write(level, "Started");
        Assert.Equal(severity, Assert.Single(await ChannelLogs.ParseAllAsync(channel)).Severity);
    }

    [Fact]
    public async Task Write_OwnCategory_IsLeftOut()
    {
        using var channel = new LogChannel();
        using Logger logger = LoggerOf(channel);
        foreach (string category in new[] { "LogGuardian", "LogGuardian.Hosting", "LogGuardians", "Shop" })
        {
            logger.ForContext(Constants.SourceContextPropertyName, category).Information("Started");
        }

        Assert.Equal(["LogGuardians", "Shop"], (await ChannelLogs.ParseAllAsync(channel)).Select(log => log.Field("SourceContext")));
    }

    [Fact]
    public async Task Write_BelowTheMinimumLevel_IsLeftOut()
    {
        using var channel = new LogChannel();
        var levels = new LoggingLevelSwitch(LogEventLevel.Error);
        using Logger logger = new LoggerConfiguration().WriteTo.LogGuardian(channel, LogEventLevel.Warning).WriteTo.LogGuardian(channel, levelSwitch: levels).CreateLogger();
        logger.Information("One");
        logger.Warning("Two");
        levels.MinimumLevel = LogEventLevel.Information;
        logger.Information("Three");
        Assert.Equal(["Two", "Three"], (await ChannelLogs.ParseAllAsync(channel)).Select(log => log.Template.Text));
    }

    [Fact]
    public async Task Write_HostileValues_OneRecordEach()
    {
        using var channel = new LogChannel();
        using Logger logger = LoggerOf(channel);
        logger.ForContext("@t", "1999-01-01T00:00:00Z").ForContext("@l", "Fatal").Information("Half a pair {Text}", "a\ud800b");
        logger.Error(new Unwritable(), "Order {OrderId} failed", 7);
        ParsedLog[] logs = await ChannelLogs.ParseAllAsync(channel);
        Assert.Equal(["Half a pair <Text>", "Order <OrderId> failed\nUnwritable"], logs.Select(log => log.Template.Text));
        Assert.Equal([LogSeverity.Information, LogSeverity.Error], logs.Select(log => log.Severity));
        Assert.All(logs, log => Assert.NotEqual(1999, log.Timestamp!.Value.Year));
    }

    [Fact]
    public async Task Host_SinkWithServices_WritesToThePipeline()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddLogGuardian();
        builder.Services.AddLogGuardian(name: "audit");
        builder.Services.AddSerilog((services, logger) => logger.WriteTo.LogGuardian(services).WriteTo.LogGuardian(services, "audit", LogEventLevel.Error));
        using IHost host = builder.Build();
        Microsoft.Extensions.Logging.ILogger log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop");
        log.LogInformation("Order {OrderId} accepted", 7);
        log.LogError("Order {OrderId} failed", 8);

        LogChannel main = host.Services.GetRequiredService<LogGuardianPipeline>().Channel;
        LogChannel audit = host.Services.GetRequiredKeyedService<LogGuardianPipeline>("audit").Channel;
        Assert.Equal(["Order <OrderId> accepted", "Order <OrderId> failed"], (await ChannelLogs.ParseAllAsync(main)).Select(record => record.Template.Text));
        Assert.Equal("Error Order <OrderId> failed | Order 8 failed | OrderId=8", Assert.Single(await ChannelLogs.ParseAllAsync(audit)).Describe());
    }

    [Fact]
    public void Host_PipelineThatIsNotThere_IsNamed()
    {
        using ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => new LoggerConfiguration().WriteTo.LogGuardian(services, "audit"));
        Assert.Equal("The host has no pipeline 'audit'; the sink writes to one that it has. Call services.AddLogGuardian(name: \"audit\").", e.Message);
    }

    private static Logger LoggerOf(LogChannel channel) => new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.LogGuardian(channel).CreateLogger();

    private sealed class Unwritable : Exception
    {
        public override string ToString() => throw new InvalidOperationException("no text");
    }
}
