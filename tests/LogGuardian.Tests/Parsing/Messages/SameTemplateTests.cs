using System.Globalization;
using System.Text.Json;
using LogGuardian.Hosting;
using LogGuardian.Tests.TestKit;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using Serilog;
using Serilog.Core;
using Serilog.Formatting.Compact;

namespace LogGuardian.Tests.Parsing.Messages;

/// <summary>A message has one template, whichever way it came.</summary>
public sealed class SameTemplateTests
{
    public static TheoryData<string, object?[], string, string> Messages => new()
    {
        { "Started", [], "Started", "" },
        { "Order {OrderId} of {User} accepted", [7, "ada \"a\" é\n"], "Order <OrderId> of <User> accepted", "OrderId=7, User=ada \"a\" é\n" },
        { "took {Elapsed:0.000} ms", [12.3456], "took <Elapsed> ms", "Elapsed=12.3456" },
        { "took {Elapsed,10:0.0} ms", [12.5], "took <Elapsed> ms", "Elapsed=12.5" },
        { "Order {@Order} accepted", [7], "Order <Order> accepted", "Order=7" },
        { "Order {$Order} accepted", [LogLevel.Warning], "Order <Order> accepted", "Order=Warning" },
        { "{0} of {1}", [5, "nine"], "<*> of <*>", "=5, =nine" },
        { "{{literal}} {Name} {{{Name}}}", ["x", "x"], "{literal} <Name> {<Name>}", "Name=x, Name=x" },
        { "Order {OrderId} has {Nothing}", [7, null], "Order <OrderId> has <Nothing>", "OrderId=7, Nothing=null" },
        { "at {When} by {Who}", [new DateTimeOffset(2026, 11, 26, 3, 0, 0, TimeSpan.Zero), Guid.Empty], "at <When> by <Who>", "When=2026-11-26T03:00:00.0000000+00:00, Who=00000000-0000-0000-0000-000000000000" },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task Message_EveryWay_SameIdAndNamedParameters(string template, object?[] values, string text, string parameters)
    {
        foreach (ParsedLog log in await EveryWayAsync(template, values, exception: null))
        {
            Assert.Equal((text, parameters), (log.Template.Text, log.NamedParameters()));
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task MessageWithException_EveryWay_SameIdAndContent(string template, object?[] values, string text, string parameters)
    {
        Exception thrown = Thrown();
        ParsedLog[] logs = await EveryWayAsync(template, values, thrown);
        Assert.Single(logs.Select(log => log.Template.Id).Distinct());
        Assert.Single(logs.Select(log => log.ToString()).Distinct());
        foreach (ParsedLog log in logs)
        {
            Assert.Equal((text + "\nInvalidOperationException ---> KeyNotFoundException", parameters), (log.Template.Text, log.NamedParameters()));
            Assert.EndsWith("\nSystem.InvalidOperationException: no stock", log.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Structure_SinkAndFile_SameText()
    {
        object order = new { Id = 7, Items = new[] { "a", "b\"c" }, Total = 1.5m };
        using var channel = new LogChannel();
        string file = Serilog("Order {@Order} accepted", [order], exception: null, channel);
        Assert.Equal(ChannelLogs.Parse(file).NamedParameters(), Assert.Single(await ChannelLogs.ParseAllAsync(channel)).NamedParameters());
        Assert.Equal("Order={\"Id\":7,\"Items\":[\"a\",\"b\\\"c\"],\"Total\":1.5}", ChannelLogs.Parse(file).NamedParameters());
    }

    /// <summary>A logger of Microsoft.Extensions.Logging, its console's JSON, Serilog, Serilog's file, OpenTelemetry, its JSON.</summary>
    private static async Task<ParsedLog[]> EveryWayAsync(string template, object?[] values, Exception? exception)
    {
        using var extensions = new LogChannel();
        new ChannelLoggerProvider(extensions, TimeProvider.System).CreateLogger("Shop").LogError(exception, template, values);
        using var telemetry = new LogChannel();
        using (ILoggerFactory factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options => options.AddLogGuardian(telemetry))))
        {
            factory.CreateLogger("Shop").LogError(exception, template, values);
        }

        using var serilog = new LogChannel();
        string file = Serilog(template, values, exception, serilog);
        ParsedLog own = Assert.Single(await ChannelLogs.ParseAllAsync(extensions));
        ParsedLog[] logs = [own, Assert.Single(await ChannelLogs.ParseAllAsync(serilog)), Assert.Single(await ChannelLogs.ParseAllAsync(telemetry)), ChannelLogs.Parse(file), ChannelLogs.Parse(Console(template, values, exception)), ChannelLogs.Parse(Otlp(template, values, exception))];
        Assert.All(logs, log => Assert.Equal((own.Template.Id, own.NamedParameters()), (log.Template.Id, log.NamedParameters())));
        return logs;
    }

    private static string Serilog(string template, object?[] values, Exception? exception, LogChannel channel)
    {
        using var sink = new LineSink();
        using (Logger logger = new LoggerConfiguration().WriteTo.LogGuardian(channel).WriteTo.Sink(sink).CreateLogger())
        {
            logger.Error(exception, template, values);
        }

        return sink.Text.ToString().TrimEnd();
    }

    private static string Console(string template, object?[] values, Exception? exception)
    {
        var state = StateOf(template, values).GroupBy(value => value.Key).ToDictionary(group => group.Key, group => group.First().Value is { } value ? Plain(value) : null);
        return JsonSerializer.Serialize(exception is null
            ? new { EventId = 0, LogLevel = "Error", Category = "Shop", Message = "m", State = state }
            : (object)new { EventId = 0, LogLevel = "Error", Category = "Shop", Message = "m", Exception = exception.ToString(), State = state });
    }

    private static string Otlp(string template, object?[] values, Exception? exception)
    {
        var attributes = StateOf(template, values).Select(value => new { key = value.Key, value = new { stringValue = value.Value is { } one ? Convert.ToString(Plain(one), CultureInfo.InvariantCulture) : "null" } }).ToList();
        if (exception is not null)
        {
            attributes.Insert(0, new { key = "exception.type", value = new { stringValue = (string?)exception.GetType().Name } });
            attributes.Insert(0, new { key = "exception.message", value = new { stringValue = (string?)exception.Message } });
            attributes.Insert(0, new { key = "exception.stacktrace", value = new { stringValue = (string?)exception.ToString() } });
        }

        return JsonSerializer.Serialize(new { timeUnixNano = "1767225600123456789", severityNumber = 17, body = new { stringValue = template }, attributes });
    }

    private static object Plain(object value) => value switch
    {
        int or double => value,
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static List<KeyValuePair<string, object?>> StateOf(string template, object?[] values)
    {
        var capture = new StateLogger();
        capture.LogError(template, values);
        return capture.State;
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            try
            {
                throw new KeyNotFoundException("no 'bronze'");
            }
            catch (KeyNotFoundException e)
            {
                throw new InvalidOperationException("no stock", new AggregateException(e));
            }
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    private sealed class LineSink : ILogEventSink, IDisposable
    {
        public StringWriter Text { get; } = new();

        public void Emit(global::Serilog.Events.LogEvent logEvent) => new CompactJsonFormatter().Format(logEvent, Text);

        public void Dispose() => Text.Dispose();
    }

    private sealed class StateLogger : Microsoft.Extensions.Logging.ILogger
    {
        public List<KeyValuePair<string, object?>> State { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            State.AddRange((IReadOnlyList<KeyValuePair<string, object?>>)state!);
    }
}
