using System.Text.Json;
using LogGuardian.Parsing;
using LogGuardian.Tests.Parsing.Formats;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Parsing.Messages;

/// <summary>Exceptions of records whose logger gave the template: their types are part of it, their first line of the content.</summary>
public sealed class GivenExceptionTests
{
    private const string Frames = "\n   at Shop.Orders.Add(Int32 id) in /srv/Orders.cs:line 7\n   at Shop.Main()";

    [Theory]
    [InlineData("System.TimeoutException: late" + Frames, "TimeoutException | System.TimeoutException: late")]
    [InlineData("System.TimeoutException: late\r\n   at Shop.Main()", "TimeoutException | System.TimeoutException: late")]
    [InlineData("System.TimeoutException" + Frames, "TimeoutException | System.TimeoutException")]
    [InlineData("Npgsql.PostgresException (0x80004005): 23505: duplicate" + Frames, "PostgresException | Npgsql.PostgresException (0x80004005): 23505: duplicate")]
    [InlineData("Shop.Outer+Fault`1[System.String]: bad" + Frames, "Fault`1 | Shop.Outer+Fault`1[System.String]: bad")]
    [InlineData(
        "System.IO.IOException: broken <pipe>\n ---> System.Exception: mid\n ---> System.Net.Sockets.SocketException (104): Connection reset" + Frames + "\n   --- End of inner exception stack trace ---\n ---> System.No: no",
        "IOException ---> SocketException | System.IO.IOException: broken <pipe>")]
    [InlineData("System.IO.IOException: broken  ---> System.TimeoutException: late    at Shop.Main()    --- End of inner exception stack trace ---", "IOException ---> TimeoutException | System.IO.IOException: broken")]
    [InlineData(
        "System.AggregateException: One or more. (late)\n ---> System.TimeoutException: late\n   --- End of inner exception stack trace ---\n ---> (Inner Exception #0) System.Other: late<---\n",
        "AggregateException ---> TimeoutException | System.AggregateException: One or more. (late)")]
    [InlineData("System.AggregateException: One or more. ---> System.Net.WebException: gone ---> System.TimeoutException: late" + Frames, "AggregateException ---> TimeoutException | System.AggregateException: One or more.")]
    [InlineData("System.Exception: a ---> b" + Frames, "Exception | System.Exception: a ---> b")]
    [InlineData("ValueError: bad value", "ValueError | ValueError: bad value")]
    [InlineData("Traceback (most recent call last):\n  File", " | Traceback (most recent call last):")]
    [InlineData("17.5 is too much", " | 17.5 is too much")]
    [InlineData("order 17 is gone", " | order 17 is gone")]
    public void Text_OfAnException_TypesAndFirstLine(string text, string expected)
    {
        string escaped = JsonSerializer.Serialize(text);
        string[] lines =
        [
            $$"""{"@t":"2026-11-23T12:00:02Z","@mt":"Order {OrderId} failed","@l":"Error","@x":{{escaped}},"OrderId":8}""",
            $$"""{"LogLevel":"Error","Category":"Shop","Message":"Order 8 failed","Exception":{{escaped}},"State":{"OrderId":8,"{OriginalFormat}":"Order {OrderId} failed"} }""",
            $$"""{"severityNumber":17,"body":{"stringValue":"Order 8 failed"},"attributes":[{"key":"exception.stacktrace","value":{"stringValue":{{escaped}} } },{"key":"OrderId","value":{"intValue":"8"} },{"key":"{OriginalFormat}","value":{"stringValue":"Order {OrderId} failed"} }]}""",
            $$"""{"level":"error","message":"Order 8 failed","attributes":{"exception.stacktrace":{{escaped}},"OrderId":8,"{OriginalFormat}":"Order {OrderId} failed"} }""",
        ];
        string[] parts = expected.Split(" | ");
        string template = parts[0].Length == 0 ? "Order <OrderId> failed" : "Order <OrderId> failed\n" + parts[0];
        Assert.All(lines, line => Assert.Equal($"Error {template} | Order 8 failed\n{parts[1]} | OrderId=8", ChannelLogs.Parse(line).Describe()));
    }

    [Theory]
    [InlineData("TimeoutException", "late", null, "TimeoutException", "TimeoutException: late")]
    [InlineData("System.TimeoutException", null, null, "TimeoutException", "System.TimeoutException")]
    [InlineData("java.lang.IllegalStateException", "no stock", "java.lang.IllegalStateException: no stock\n\tat com.acme.Shop.add(Shop.java:7)", "IllegalStateException", "java.lang.IllegalStateException: no stock")]
    [InlineData("KeyError", "'bronze'", "Traceback (most recent call last):\n  File \"a.py\"", "KeyError", "Traceback (most recent call last):")]
    [InlineData("*errors.errorString", "gone", null, "errorString", "*errors.errorString: gone")]
    public void Attributes_OfAnException_TypesAndFirstLine(string type, string? message, string? trace, string types, string line)
    {
        var attributes = new List<object>();
        foreach ((string key, string? value) in new[] { ("exception.type", type), ("exception.message", message), ("exception.stacktrace", trace), ("{OriginalFormat}", "Order failed") })
        {
            if (value is not null)
            {
                attributes.Add(new { key, value = new { stringValue = value } });
            }
        }

        string json = JsonSerializer.Serialize(new { severityNumber = 17, body = new { stringValue = "Order failed" }, attributes });
        Assert.Equal($"Error Order failed\n{types} | Order failed\n{line} | ", ChannelLogs.Parse(json).Describe());
    }

    [Fact]
    public void Exceptions_OfOneMessage_ATemplateForEachType()
    {
        string[] thrown = ["System.TimeoutException: late 1", "System.TimeoutException: late 2\n   at B()", "System.Collections.Generic.KeyNotFoundException: 'bronze'"];
        ParsedLog[] logs = ChannelLogs.Parse(
        [
            .. thrown.Append(null).Select((text, i) => LogLine.FromText(
                JsonSerializer.Serialize(new Dictionary<string, object?> { ["@t"] = "2026-11-23T12:00:02Z", ["@mt"] = "Unhandled exception in {Path}", ["Path"] = "/orders", ["@x"] = text }), i + 1, "app")),
        ]);
        Assert.Equal(
            ["Unhandled exception in <Path>\nTimeoutException", "Unhandled exception in <Path>\nTimeoutException", "Unhandled exception in <Path>\nKeyNotFoundException", "Unhandled exception in <Path>"],
            logs.Select(log => log.Template.Text));
        Assert.Equal(3, logs.Select(log => log.Template.Id).Distinct().Count());
        Assert.Same(logs[0].Template, logs[1].Template);
    }

    [Fact]
    public void MessageWithoutValues_WithAnException_MessageAsItCame() => Assert.Equal(
        "Error Order <OrderId> failed\nTimeoutException | Order \"8\" failed\nSystem.TimeoutException: late | OrderId=\"8\"",
        ChannelLogs.Parse("""{"@t":"2026-11-23T12:00:02Z","@m":"Order \"8\" failed","@mt":"Order {OrderId} failed","@l":"Error","@x":"System.TimeoutException: late\n   at A()"}""").Describe());

    [Theory]
    [InlineData("Order {@Order} failed", """{"@Order":"seven","{OriginalFormat}":"Order {@Order} failed"}""", "Order=seven")]
    [InlineData("Order {$Order} failed", """{"$Order":7,"{OriginalFormat}":"Order {$Order} failed"}""", "Order=7")]
    [InlineData("Order {@t} failed", """{"@t":"2026-11-23T12:00:02Z","t":7,"{OriginalFormat}":"Order {@t} failed"}""", "t=7")]
    public void Value_NamedWithItsOperator_IsFound(string template, string state, string parameters)
    {
        ParsedLog log = ChannelLogs.Parse($$"""{"LogLevel":"Error","Category":"Shop","Message":"m","State":{{state}} }""");
        Assert.Equal(parameters, log.NamedParameters());
        Assert.Equal(template.Replace("{@", "<", StringComparison.Ordinal).Replace("{$", "<", StringComparison.Ordinal).Replace('}', '>'), log.Template.Text);
    }

    [Fact]
    public void Exception_OfManyBytes_IsBounded()
    {
        string inner = string.Concat(Enumerable.Repeat("word ", 20_000));
        string json = JsonSerializer.Serialize(new Dictionary<string, object?> { ["@t"] = "2026-11-23T12:00:02Z", ["@mt"] = "Failed", ["@x"] = $"System.TimeoutException: \u00e9{inner}\n ---> System.Exception: far away" });
        ParsedLog log = ChannelLogs.Parse(json);
        Assert.Equal("Failed\nTimeoutException", log.Template.Text);
        Assert.InRange(log.Content.Length, 3_000, 4_200);
        Assert.Equal("Failed", ChannelLogs.Parse(JsonSerializer.Serialize(new Dictionary<string, object?> { ["@t"] = "2026-11-23T12:00:02Z", ["@mt"] = "Failed", ["@x"] = $"System.{new string('a', 100_000)}Exception" })).Template.Text);
    }

    [Fact]
    public void Exception_HostileText_NeverThrows()
    {
        string[] pieces = ["System.A", ": ", " ---> ", "\\n", "\\ud800", "\\udc00", "\\\"", "\\\\", "   at ", "(", "\u00e9", "Exception", "\\u003E", " ", new string('x', 5_000)];
        var random = new Random(11);
        for (int round = 0; round < 3_000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            string line = $$"""{"@t":"2026-11-23T12:00:02Z","@mt":"Failed","@x":"{{text}}"}""";
            Assert.StartsWith("Failed", ChannelLogs.Parse(line).Template.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Exception_OfAKnownTemplate_AllocatesBlocksOnly()
    {
        const string Text = """{"@t":"2026-11-23T12:00:02Z","@mt":"Order {OrderId} failed","OrderId":1,"@x":"System.TimeoutException: late\n ---> System.Exception: why\n   at A()"}""";
        var parser = new TemplateParser(new ParsingOptions(), FormatFixture.Clock());
        LogLine line = LogLine.FromText(Text, source: "app");
        parser.Observe("app", [line]);
        const int Lines = 1000;
        long before = 0;
        for (int i = 0; i < 2 * Lines; i++)
        {
            before = i == Lines ? GC.GetAllocatedBytesForCurrentThread() : before;
            _ = parser.TryParse(line, out _);
        }

        // The contents, 44 bytes of a line, and a parameter of each are carved from blocks; nothing else.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }
}
