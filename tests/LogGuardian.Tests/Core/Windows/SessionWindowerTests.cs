using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Windows;

public class SessionWindowerTests
{
    private static readonly SessionKeys Blocks = SessionKeys.Matching(@"blk_-?\d+");

    [Fact]
    public void Append_LineWithTwoKeys_BelongsToBothSessions()
    {
        Assert.Equal(
            ["app:1-3(2)=blk_1", "app:2-3(2)=blk_-2"],
            Run(Create(), (1, "got blk_1"), (2, "got blk_-2"), (3, "deleted blk_1 blk_-2 blk_1")));
    }

    [Fact]
    public void Append_LineWithoutKey_IsCountedAsUnassigned()
    {
        SessionWindower windower = Create();
        Assert.Equal(["app:2-2(1)=blk_7"], Run(windower, (1, "hello"), (2, "got blk_7")));
        Assert.Equal(1, windower.Unassigned);
    }

    [Fact]
    public void Append_SilentSession_ClosesAfterTheIdleTime()
    {
        SessionWindower windower = Create();
        var closed = new List<LogWindow>();
        windower.Append(Logs.Log("a", 1, second: 0, text: "blk_1"), closed);
        windower.Append(Logs.Log("a", 2, second: 60, text: "blk_2"), closed);
        Assert.Empty(closed);
        windower.Append(Logs.Log("a", 3, second: 61, text: "blk_2"), closed);
        Assert.Equal(["app:1-1(1)=blk_1"], closed.Select(window => window.Describe()));
    }

    [Fact]
    public void Append_TooManyOpenSessions_ClosesTheOneSilentLongest()
    {
        Assert.Equal(
            ["app:2-2(1)=blk_2", "app:1-3(2)=blk_1", "app:4-4(1)=blk_3"],
            Run(Create(maxOpen: 2), (1, "blk_1"), (2, "blk_2"), (3, "blk_1"), (4, "blk_3")));
    }

    [Fact]
    public void Append_LongSession_ClosesAtTheLineLimitAndOpensAgain()
    {
        Assert.Equal(["app:1-2(2)=blk_1", "app:3-3(1)=blk_1"], Run(Create(maxLines: 2), (1, "blk_1"), (2, "blk_1"), (3, "blk_1")));
    }

    [Fact]
    public void Append_OpenSession_OwnsItsBytes()
    {
        SessionWindower windower = Create();
        byte[] chunk = "2026 blk_1 stored"u8.ToArray();
        var log = new ParsedLog(new LogLine("app", 1, chunk), chunk.AsMemory(5), Logs.Template("t"), new Parameter[] { new(0, 5, ParameterKind.Identifier) });
        var closed = new List<LogWindow>();
        windower.Append(log, closed);
        Array.Clear(chunk);
        windower.Flush(closed);
        ParsedLog kept = closed[0].Lines.Span[0];
        Assert.Equal(("2026 blk_1 stored", "blk_1 stored", "blk_1"), (kept.Line.ToString(), kept.ToString(), kept.ParameterText(0)));
    }

    [Fact]
    public void Matching_PatternWithGroup_UsesTheGroup()
    {
        Assert.Equal(["app:1-1(1)=ab1"], Run(new SessionWindower(SessionKeys.Matching(@"trace=(\w+)"), TimeSpan.FromSeconds(60), 10, 10), (1, "x trace=ab1 y")));
    }

    [Theory]
    [InlineData("(", "Session pattern is '('; it must be a regular expression without look-around or back-reference. Invalid pattern '(' at offset 1. Not enough )'s.")]
    [InlineData(@"(a)\1", @"Session pattern is '(a)\1'; it must be a regular expression without look-around or back-reference. ")]
    public void Matching_BadPattern_NamesThePattern(string pattern, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => SessionKeys.Matching(pattern));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WindowBySession_BadLimits_NamesValueRuleAndFix()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().WindowBySession(Blocks, TimeSpan.FromSeconds(-1)));
        Assert.StartsWith("Session idle time is -00:00:01; it must be more than zero. Pass, say, TimeSpan.FromMinutes(5).", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().WindowBySession(Blocks, maxLines: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().WindowBySession(Blocks, maxOpen: 0));
    }

    [Fact]
    public void Append_EarlyLooks_ComeWhenTheLinesHaveDoubled()
    {
        var windower = new SessionWindower(Blocks, TimeSpan.FromSeconds(60), 100, 100, earlyAfter: 2);
        var closed = new List<LogWindow>();
        for (int i = 1; i <= 5; i++)
        {
            windower.Append(Logs.Log("a", i, text: "blk_1"), closed);
        }

        windower.Flush(closed);
        Assert.Equal([(2, true), (4, true), (5, false)], closed.Select(window => (window.Count, window.IsOpen)));
    }

    [Theory]
    [InlineData("x trace_id=ab1, y", "ab1")]
    [InlineData("trace_id=\"ab 1\" my_trace_id=no", "ab")]
    [InlineData("trace_id=a trace_id=b trace_id=a", "a b")]
    [InlineData("trace_id= x trace=1", "")]
    public void Named_AssignmentInTheContent_IsTheKey(string text, string keys) => Assert.Equal(keys, Keys(SessionKeys.Named("trace_id"), Logs.Log("a", text: text)));

    [Fact]
    public void Named_ParameterOfTheTemplate_IsTheKey()
    {
        byte[] content = "Order 17 of ann accepted"u8.ToArray();
        var log = new ParsedLog(new LogLine("app", 1, content), content, new LogTemplate(new TemplateId(5), "Order <OrderId> of <User> accepted"), new Parameter[] { new(6, 2, ParameterKind.Number), new(12, 3, ParameterKind.Text) });
        Assert.Equal("17", Keys(SessionKeys.Named("OrderId"), log));
        Assert.Equal("User=ann OrderId=17", Keys(SessionKeys.Named("User", "OrderId"), log));
    }

    [Theory]
    [InlineData("""{"@t":"2026-11-23T12:00:02Z","@mt":"Order {OrderId} failed","OrderId":7,"@tr":"0af7"}""", "@tr", "0af7")]
    [InlineData("""{"@t":"2026-11-23T12:00:02Z","@mt":"Order {OrderId} failed","OrderId":7,"@tr":"0af7"}""", "OrderId", "7")]
    [InlineData("""{"LogLevel":"Error","Message":"m","State":{"Message":"m","Id":7,"{OriginalFormat}":"m"},"Scopes":[{"Message":"s","TraceId":"a1"},"text",{"TraceId":"b2"}]}""", "TraceId", "a1 b2")]
    [InlineData("""{"LogLevel":"Error","Message":"m","State":{"Message":"m","Id":7,"{OriginalFormat}":"m"},"Scopes":[]}""", "Id", "7")]
    [InlineData("""{"Timestamp":"2026-11-23T12:00:02Z","Level":"Error","MessageTemplate":"m","Properties":{"RequestId":"r\u0031\"","Deep":{"RequestId":"no"}}}""", "RequestId", "r1\"")]
    [InlineData("""{"timeUnixNano":"1767225600123456789","body":{"stringValue":"m"},"attributes":[{"key":"a","value":{"stringValue":"TraceId"}},{"key":"TraceId","value":{"stringValue":"c3"}},{"key":"b","value":{"intValue":"7"}}],"traceId":"d4"}""", "TraceId", "c3")]
    [InlineData("""{"timeUnixNano":"1767225600123456789","body":{"stringValue":"m"},"attributes":[],"traceId":"d4"}""", "traceId", "d4")]
    [InlineData("""{"time":"2026-11-23T12:00:00Z","level":"info","message":"m","trace_id":1234}""", "trace_id", "1234")]
    [InlineData("""{"time":"2026-11-23T12:00:00Z","level":"info","message":"m","other":{"trace_id":"no"},"list":["trace_id"],"trace_id":null}""", "trace_id", "")]
    [InlineData("""{"time":"2026-11-23T12:00:00Z","level":"info","message":"trace_id=e5 came"}""", "trace_id", "e5")]
    [InlineData("""2026-11-23T12:00:00.000000000Z stdout F {"time":"2026-11-23T12:00:00Z","level":"info","message":"m","trace_id":"f6"}""", "trace_id", "f6")]
    public void Named_FieldOfAJsonLine_IsTheKey(string line, string name, string keys) => Assert.Equal(keys, Keys(SessionKeys.Named(name), ChannelLogs.Parse(line)));

    [Fact]
    public void Named_FieldOfAJsonLine_AllocatesNothing()
    {
        ParsedLog log = ChannelLogs.Parse("""{"@t":"2026-11-23T12:00:02Z","@mt":"Started","Properties":{"User":"a\"b"},"@tr":"0af7"}""");
        var keys = SessionKeys.Named("@tr", "User");
        var found = new SessionKeySet();
        long before = 0;
        for (int i = 0; i < 2000; i++)
        {
            before = i == 1000 ? GC.GetAllocatedBytesForCurrentThread() : before;
            found.Clear();
            keys.Find(log, found);
        }

        Assert.Equal(["@tr=0af7", "User=a\"b"], found.Keys);

        // Less than an object for each line; the runtime counts in pieces of 8 KiB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16_384);
    }

    [Fact]
    public void Any_SeveralExpressions_FindsTheKeysOfAll() =>
        Assert.Equal("blk_1 7", Keys(SessionKeys.Any(Blocks, SessionKeys.Matching(@"task (\d+)"), SessionKeys.Named("trace")), Logs.Log("a", text: "task 7 reads blk_1")));

    [Fact]
    public void Keys_NoneGiven_IsRefused()
    {
        Assert.StartsWith("Session names are ''; there must be at least one", Assert.Throws<ArgumentException>(() => SessionKeys.Named()).Message, StringComparison.Ordinal);
        Assert.StartsWith("Keys is empty", Assert.Throws<ArgumentException>(() => SessionKeys.Any()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().WindowBySession(Blocks, earlyAfter: 0));
    }

    private static string Keys(SessionKeys keys, ParsedLog log)
    {
        var found = new SessionKeySet();
        keys.Find(log, found);
        return string.Join(' ', found.Keys);
    }

    private static SessionWindower Create(int maxLines = 100, int maxOpen = 100) => new(Blocks, TimeSpan.FromSeconds(60), maxLines, maxOpen);

    private static string[] Run(SessionWindower windower, params (int Line, string Text)[] logs)
    {
        var closed = new List<LogWindow>();
        foreach ((int line, string text) in logs)
        {
            windower.Append(Logs.Log("a", line, second: 0, text: text), closed);
        }

        windower.Flush(closed);
        return [.. closed.Select(window => window.Describe())];
    }
}
