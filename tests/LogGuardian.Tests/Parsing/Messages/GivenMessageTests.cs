using System.Text;
using LogGuardian.Parsing;
using LogGuardian.Tests.Parsing.Formats;

namespace LogGuardian.Tests.Parsing.Messages;

/// <summary>Lines whose logger gave the template: nothing is mined, and parameters have names.</summary>
public sealed class GivenMessageTests
{
    [Theory]
    [InlineData(
        """{"@t":"2026-11-23T12:00:01.5Z","@mt":"Order {OrderId:0000} took {@Elapsed,10} ms","OrderId":7,"Elapsed":12.5,"Host":"web1"}""",
        "2026-11-23T12:00:01.5 Information Order <OrderId> took <Elapsed> ms | Order 7 took 12.5 ms | OrderId=7, Elapsed=12.5")]
    [InlineData(
        """{"@t":"2026-11-23T12:00:02Z","@mt":"Order {OrderId} failed: {Reason}","@l":"Error","@x":"System.Exception: x\n   at y","OrderId":8,"Reason":"no \"stock\"\u00e9"}""",
        "2026-11-23T12:00:02 Error Order <OrderId> failed: <Reason>\nException | Order 8 failed: no \"stock\"é\nSystem.Exception: x | OrderId=8, Reason=no \"stock\"é")]
    [InlineData(
        """{"@t":"2026-11-23T12:00:02Z","@m":"Order 8 failed","@l":"Warning","OrderId":8}""",
        "2026-11-23T12:00:02 Warning Order <NUM> failed | Order 8 failed | =8")]
    [InlineData(
        """{"@t":"2026-11-23T12:00:02Z","@m":"Order \"8\" failed","@mt":"Order {OrderId} failed","@i":"ab12"}""",
        "2026-11-23T12:00:02 Information Order <OrderId> failed | Order \"8\" failed | OrderId=\"8\"")]
    [InlineData(
        """{"@t":"2026-11-23T12:00:02Z","@mt":"Items {Items} of {Cart}","Items":[1,{"a":"]"}],"Cart":{"id":3}}""",
        """2026-11-23T12:00:02 Information Items <Items> of <Cart> | Items [1,{"a":"]"}] of {"id":3} | Items=[1,{"a":"]"}], Cart={"id":3}""")]
    [InlineData(
        """{"@t":"2026-11-23T12:00:02Z","@mt":"Order {OrderId} is {{open}}"}""",
        "2026-11-23T12:00:02 Information Order <OrderId> is {open} | Order {OrderId} is {{open}} | ")]
    [InlineData(
        """{"@t":"2026-11-23T12:00:02Z","@mt":"Order {OrderId} of {User}","a":1,"b":2,"c":3,"d":4,"OrderId":7,"e":5,"f":6,"g":7,"User":"ada","OrderId":8}""",
        "2026-11-23T12:00:02 Information Order <OrderId> of <User> | Order 7 of ada | OrderId=7, User=ada")]
    [InlineData(
        """{"@t":"2026-11-23T12:00:02Z","@mt":"Order {@OrderId} of {fields}","@OrderId":7,"fields":{"x":1},"OrderId":8,"fields":2}""",
        """2026-11-23T12:00:02 Information Order <OrderId> of <fields> | Order 7 of {"x":1} | OrderId=7, fields={"x":1}""")]
    [InlineData(
        """{"@t":"2026-11-23T12:00:02Z","@mt":"Order {OrderId} of {User}","Us\u0065r":"ada","OrderId":7,"User":"bob"}""",
        "2026-11-23T12:00:02 Information Order <OrderId> of <User> | Order 7 of ada | OrderId=7, User=ada")]
    [InlineData(
        """{"@t":"2026-11-23T12:00:02Z","@mt":"Started"}""",
        "2026-11-23T12:00:02 Information Started | Started | ")]
    [InlineData(
        """{"Timestamp":"2026-11-23T23:11:00.123Z","EventId":1001,"LogLevel":"Warning","Category":"Shop.Orders","Message":"Order 7 of ada","State":{"Message":"Order 7 of ada","OrderId":7,"User":"ada","{OriginalFormat}":"Order {OrderId} of {User}"},"Scopes":[{"{OriginalFormat}":"Request {Id}","Id":3}]}""",
        "2026-11-23T23:11:00.123 Warning Order <OrderId> of <User> | Order 7 of ada | OrderId=7, User=ada")]
    [InlineData(
        """{"EventId":0,"LogLevel":"Critical","Category":"Shop","Message":"5 of 9","State":{"0":5,"1":9,"{OriginalFormat}":"{0} of {1}"}}""",
        "- Fatal <*> of <*> | 5 of 9 | =5, =9")]
    [InlineData(
        """{"Timestamp":"2026-11-23T12:00:01.5Z","Level":"Error","MessageTemplate":"Order {OrderId} failed","RenderedMessage":"Order 8 failed","Properties":{"OrderId":8}}""",
        "2026-11-23T12:00:01.5 Error Order <OrderId> failed | Order 8 failed | OrderId=8")]
    [InlineData(
        """{"timeUnixNano":"1767225600123456789","severityNumber":17,"severityText":"Error","body":{"stringValue":"Order 7 failed"},"attributes":[{"key":"OrderId","value":{"intValue":"7"}},{"key":"{OriginalFormat}","value":{"stringValue":"Order {OrderId} failed"}}],"traceId":""}""",
        "2026-01-01T00:00:00.1234567 Error Order <OrderId> failed | Order 7 failed | OrderId=7")]
    [InlineData(
        """{"timeUnixNano":"0","observedTimeUnixNano":"1767225600123456789","severityNumber":14,"body":{"stringValue":"ok"},"attributes":[]}""",
        "2026-01-01T00:00:00.1234567 Warning ok | ok | ")]
    [InlineData(
        """{"time":"2026-11-23T12:00:00Z","level":"info","message":"Order 7 accepted","attributes":{"OrderId":7,"{OriginalFormat}":"Order {OrderId} accepted"}}""",
        "2026-11-23T12:00:00 Information Order <OrderId> accepted | Order 7 accepted | OrderId=7")]
    [InlineData(
        """{"time":"2026-11-23T12:00:00Z","OrderId":7,"{OriginalFormat}":"Order {OrderId} accepted"}""",
        "2026-11-23T12:00:00 Unspecified Order <OrderId> accepted | Order 7 accepted | OrderId=7")]
    public void TryParse_LineWithTemplate_TemplateContentAndNamedValues(string line, string expected) =>
        Assert.Equal(expected, Describe(Parse(Parser(line), line)));

    [Fact]
    public void TryParse_SameTemplate_NeverSplits()
    {
        string[] values = ["7", "\"seven\"", "null", "[1,2]", "{\"a\":1}", "\"a b c d e f\"", "\"\"", "-1.5e7"];
        string[] lines = [.. values.Select(value => $$"""{"@t":"2026-11-23T12:00:02Z","@mt":"Order {OrderId} failed","OrderId":{{value}}}""")];
        TemplateParser parser = Parser(lines);
        LogTemplate[] templates = [.. lines.Select(line => Parse(parser, line).Template)];
        Assert.Single(templates.Distinct());
        Assert.Equal("Order <OrderId> failed", templates[0].Text);
    }

    [Fact]
    public void TryParse_DifferentTemplates_NeverMerge()
    {
        string[] lines =
        [
            .. Enumerable.Range(0, 50).Select(i => $$"""{"@t":"2026-11-23T12:00:02Z","@mt":"Step {{i}} of {Name} is done, all is well","Name":"x"}"""),
        ];
        TemplateParser parser = Parser(lines);
        Assert.Equal(50, lines.Select(line => Parse(parser, line).Template.Id).Distinct().Count());
    }

    [Fact]
    public void TryParse_AnotherParser_SameId()
    {
        const string Line = """{"@t":"2026-11-23T12:00:02Z","@mt":"Order {OrderId} failed","OrderId":1}""";
        Assert.Equal(Parse(Parser(Line), Line).Template.Id, Parse(Parser(Line), Line).Template.Id);
        Assert.Equal(TemplateId.Parse("6b3f64cd1f3243c5"), Parse(Parser(Line), Line).Template.Id);
    }

    [Theory]
    [InlineData("Order 7 accepted after 3 ms", "Order <OrderId> accepted after <Elapsed> | Order 7 accepted after 3 ms | OrderId=7, Elapsed=3 ms")]
    [InlineData("Order 7 accepted after 3 ms\nSystem.Exception: x", "Order <OrderId> accepted after <Elapsed>\nException | Order 7 accepted after 3 ms\nSystem.Exception: x | OrderId=7, Elapsed=3 ms")]
    [InlineData("Order 7 accepted after 3 ms\n   at System.Exception", "Order <OrderId> accepted after <Elapsed> | Order 7 accepted after 3 ms\n   at System.Exception | OrderId=7, Elapsed=3 ms")]
    [InlineData("something else", "Order <OrderId> accepted after <Elapsed> | something else | ")]
    public void TryParse_TemplateFromTheSource_ValuesFromTheMessage(string message, string expected)
    {
        var parser = new TemplateParser(new ParsingOptions(), FormatFixture.Clock());
        var line = new LogLine("app", 1, Encoding.UTF8.GetBytes(message))
        {
            Timestamp = FormatFixture.Clock().GetUtcNow(),
            Severity = LogSeverity.Error,
            MessageTemplate = "Order {OrderId} accepted after {Elapsed}",
        };
        Assert.Equal(SkipReason.None, parser.TryParse(line, out ParsedLog log));
        Assert.Equal("2026-11-23T23:30:00 Error " + expected, Describe(log));
    }

    [Fact]
    public void TryParse_KnownTemplate_AllocatesBlocksOnly()
    {
        const string Text = """{"@t":"2026-11-23T12:00:02Z","@mt":"Order {OrderId} failed: {Reason}","OrderId":1,"Reason":"none \"left\""}""";
        TemplateParser parser = Parser(Text);
        LogLine line = LogLine.FromText(Text, source: "app");
        const int Lines = 1000;
        long before = 0;
        for (int i = 0; i < 2 * Lines; i++)
        {
            before = i == Lines ? GC.GetAllocatedBytesForCurrentThread() : before;
            _ = parser.TryParse(line, out _);
        }

        // Content and two parameters of a line, carved from blocks; nothing else.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    private static TemplateParser Parser(params string[] lines)
    {
        var parser = new TemplateParser(new ParsingOptions(), FormatFixture.Clock());
        parser.Observe("app", [.. lines.Select((text, i) => LogLine.FromText(text, i + 1, "app"))]);
        return parser;
    }

    private static ParsedLog Parse(TemplateParser parser, string line)
    {
        Assert.Equal(SkipReason.None, parser.TryParse(LogLine.FromText(line, source: "app"), out ParsedLog log));
        return log;
    }

    private static string Describe(ParsedLog log)
    {
        IReadOnlyList<string?> names = log.Template.ParameterNames;
        string parameters = string.Join(", ", Enumerable.Range(0, log.Parameters.Length).Select(i => $"{names[i]}={log.ParameterText(i)}"));
        return $"{FormatFixture.Time(log.UtcTicks)} {log.Severity} {log.Template} | {log} | {parameters}".Replace("- Unspecified", "-", StringComparison.Ordinal);
    }
}
