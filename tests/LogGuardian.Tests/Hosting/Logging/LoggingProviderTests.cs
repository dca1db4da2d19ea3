using System.Diagnostics;
using System.Text.Json;
using LogGuardian.Tests.Core.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Tests.Hosting.Logging;

public sealed partial class LoggingProviderTests
{
    [Fact]
    public async Task Record_OfALogger_HasTemplateValuesAndCategory()
    {
        await using var host = new LoggingHost();

        host.Logger().LogWarning(new EventId(7, "Late"), "Order {OrderId} of {@Customer} is late by {Delay}", 4711, "Ada", TimeSpan.FromMinutes(5));

        JsonElement record = Assert.Single(await host.Channel.ReadAllAsync());
        Assert.Equal("Order {OrderId} of {@Customer} is late by {Delay}", record.Text("@mt"));
        Assert.Equal(("Warning", "4711", "Ada", "00:05:00"), (record.Text("@l"), record.Text("OrderId"), record.Text("Customer"), record.Text("Delay")));
        Assert.Equal(("Orders.Service", "7", "Late"), (record.Text("SourceContext"), record.Text("EventId"), record.Text("EventName")));
    }

    [Fact]
    public async Task Record_OfGeneratedCode_HasTemplateAndValues()
    {
        await using var host = new LoggingHost();

        Accepted(host.Logger(), 4711, "Ada");

        JsonElement record = Assert.Single(await host.Channel.ReadAllAsync());
        Assert.Equal(("Order {OrderId} of {Customer} accepted", "4711", "Ada", "Accepted"), (record.Text("@mt"), record.Text("OrderId"), record.Text("Customer"), record.Text("EventName")));
    }

    [Fact]
    public async Task Record_WithoutTemplate_HasTheMessageToBeMined()
    {
        await using var host = new LoggingHost();

        host.Logger().Log(LogLevel.Information, default, "plain", null, (state, _) => $"Order 7 is {state}");
        host.Logger().Log(LogLevel.Information, default, new Dictionary<string, object?> { ["OrderId"] = 7 }, null, (_, _) => "Order 7 is named");

        List<JsonElement> records = await host.Channel.ReadAllAsync();
        Assert.Equal(["Order 7 is plain", "Order 7 is named"], records.Select(record => record.Text("@m")));
        Assert.All(records, record => Assert.Null(record.Text("@mt")));
        Assert.Equal("7", records[1].Text("OrderId"));
    }

    [Fact]
    public async Task Record_InScopes_HasTheirValuesUnlessItHasThem()
    {
        await using var host = new LoggingHost();
        ILogger logger = host.Logger();
        using (logger.BeginScope(new Dictionary<string, object?> { ["Tenant"] = "north", ["OrderId"] = "outer", ["Step"] = "outer" }))
        using (logger.BeginScope("Step {Step} without names is text only", "inner"))
        using (logger.BeginScope("no names"))
        {
            logger.LogInformation("Order {OrderId} accepted", 1);
        }

        logger.LogInformation("After");

        List<JsonElement> records = await host.Channel.ReadAllAsync();
        Assert.Equal(("north", "1", "inner"), (records[0].Text("Tenant"), records[0].Text("OrderId"), records[0].Text("Step")));
        Assert.Single(records[0].EnumerateObject(), property => property.Name == "Step");
        Assert.Null(records[1].Text("Tenant"));
    }

    [Fact]
    public async Task Record_InEndlessScopes_IsBounded()
    {
        await using var host = new LoggingHost();
        ILogger logger = host.Logger();
        using (logger.BeginScope(Enumerable.Range(0, int.MaxValue).Select(i => KeyValuePair.Create($"Name{i}", (object?)i))))
        {
            logger.LogInformation("Order {OrderId} accepted", 1);
        }

        Assert.Equal(32, Assert.Single(await host.Channel.ReadAllAsync()).EnumerateObject().Count(property => property.Name.StartsWith("Name", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Record_OfAnException_HasTypeMessageAndFrames()
    {
        await using var host = new LoggingHost();
        try
        {
            throw new InvalidOperationException("no stock");
        }
        catch (InvalidOperationException e)
        {
            host.Logger().LogError(e, "Order {OrderId} failed", 1);
        }

        string? text = Assert.Single(await host.Channel.ReadAllAsync()).Text("@x");
        Assert.StartsWith("System.InvalidOperationException: no stock", text, StringComparison.Ordinal);
        Assert.Contains(nameof(Record_OfAnException_HasTypeMessageAndFrames), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_InAnActivity_HasItsTraceOnce()
    {
        await using var host = new LoggingHost(configure: services => services.AddLogging(logging => logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId | ActivityTrackingOptions.ParentId)));
        using Activity activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        host.Logger().LogInformation("Order {OrderId} accepted", 1);

        JsonElement record = Assert.Single(await host.Channel.ReadAllAsync());
        Assert.Equal((activity.TraceId.ToHexString(), activity.SpanId.ToHexString()), (record.Text("@tr"), record.Text("@sp")));
        Assert.Null(record.Text("TraceId"));
    }

    [Theory]
    [InlineData("LogGuardian", 0)]
    [InlineData("LogGuardian.LogGuardianPipeline", 0)]
    [InlineData("LogGuardians", 1)]
    [InlineData("Orders", 1)]
    public async Task Record_OfACategory_IsTakenUnlessItIsItsOwn(string category, int expected)
    {
        await using var host = new LoggingHost();

        host.Logger(category).LogError("Failed");

        Assert.Equal(expected, (await host.Channel.ReadAllAsync()).Count);
    }

    [Fact]
    public async Task Record_BelowTheConfiguredLevel_IsNotTaken()
    {
        await using var host = new LoggingHost(new() { ["Logging:LogLevel:Default"] = "Trace", ["Logging:LogGuardian:LogLevel:Default"] = "Warning", ["Logging:LogGuardian:LogLevel:Orders"] = "Debug" });

        host.Logger("Other").LogInformation("Not taken");
        host.Logger("Other").LogWarning("Taken");
        host.Logger("Orders.Service").LogDebug("Taken as well");
        host.Logger("Orders.Service").LogTrace("Not taken either");

        Assert.Equal(["Taken", "Taken as well"], (await host.Channel.ReadAllAsync()).Select(record => record.Text("@mt")));
    }

    [Fact]
    public async Task Record_WhileTheChannelIsOff_IsNotMade()
    {
        await using var host = new LoggingHost();
        host.Channel.IsEnabled = false;

        host.Logger().LogError("Not taken");

        Assert.False(host.Logger().IsEnabled(LogLevel.Critical));
        Assert.Equal((0, 0), (host.Channel.RecordsWritten, host.Channel.RecordsDropped.Values.Sum()));
    }

    [Fact]
    public async Task AddLogGuardian_Twice_GivesOneRecord()
    {
        await using var host = new LoggingHost(configure: services => services.AddLogging(logging => logging.AddLogGuardian().AddLogGuardian("second")));

        host.Logger().LogError("Once");

        Assert.Equal((1, 1), (host.Channel.RecordsWritten, host.Services.GetRequiredKeyedService<LogChannel>("second").RecordsWritten));
        Assert.Equal(2, host.Services.GetServices<ILoggerProvider>().Count());
        Assert.NotNull(host.Services.GetRequiredService<LogGuardianPipeline>());
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Order {OrderId} of {Customer} accepted")]
    private static partial void Accepted(ILogger logger, int orderId, string customer);
}
