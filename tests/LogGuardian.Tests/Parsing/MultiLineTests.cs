using LogGuardian.Tests.Parsing.Formats;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Parsing;

/// <summary>The lines of one record stay together: traces of every runtime, statements of databases, printed JSON.</summary>
public sealed class MultiLineTests
{
    private const string Java = """
        java.lang.IllegalStateException: no stock
        	at org.acme.Orders.add(Orders.java:31)
        	Suppressed: java.io.IOException: closed
        		at org.acme.Db.close(Db.java:9)
        		... 2 more
        Caused by: java.sql.SQLException: timeout
        	at org.acme.Db.read(Db.java:12)
        	... 12 more
        """;

    private const string Dotnet = """
        System.AggregateException: One or more errors occurred. (no stock)
         ---> System.InvalidOperationException: no stock
           at Shop.Orders.Add(Int32 id) in /srv/Orders.cs:line 31
           --- End of inner exception stack trace ---
           at Shop.Orders.Run()
        --- End of stack trace from previous location ---
           at Shop.Program.Main()
         ---> (Inner Exception #0) System.InvalidOperationException: no stock
           at Shop.Orders.Add(Int32 id)<---
        """;

    private const string Python = """
        Traceback (most recent call last):
          File "/srv/app/main.py", line 12, in run
            add(7)
          File "/srv/app/orders.py", line 31, in add
            raise ValueError("no stock")
        ValueError: no stock
        During handling of the above exception, another exception occurred:
        Traceback (most recent call last):
          File "/srv/app/main.py", line 14, in run
            report()
        KeyError: 'order'
        """;

    private const string Go = """
        panic: runtime error: index out of range [5] with length 3
        	panic: again
        [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x49e1a3]
        goroutine 1 [running]:
        main.run(...)
        	/srv/app/main.go:12
        net/http.(*conn).serve(0xc0000b4000, {0x7f2a40, 0xc000012345})
        	/usr/local/go/src/net/http/server.go:1991 +0x5ad
        created by main.main
        	/srv/app/main.go:8 +0x1d
        exit status 2
        """;

    private const string Node = """
        TypeError: Cannot read properties of undefined (reading 'id')
            at add (/srv/app/orders.js:31:12)
            at async run (/srv/app/main.js:7:3) {
          code: 'E_NO',
          [cause]: Error: gone
              at read (/srv/app/db.js:1:1)
        }
        """;

    public static TheoryData<string, string> Traces => new()
    {
        { "2026-10-18 18:01:47,978 INFO [main] org.acme.App: started", Java },
        { "2026-10-18 18:01:47.978 +00:00 [INF] started", Dotnet },
        { "2026-10-18 18:01:47,978 - shop.orders - INFO - started", Python },
        { "2026-10-18T18:01:47.978Z info: started", Node },
        { "time=2026-10-18T18:01:47.978Z level=INFO msg=started", Node },
        { "{\"time\":\"2026-10-18T18:01:47Z\",\"level\":\"info\",\"msg\":\"started\"}", Dotnet[(Dotnet.IndexOf('\n', StringComparison.Ordinal) + 1)..] },
        { "2026/10/18 18:01:47 started", Java },
        { "INFO: started", Python },
    };

    [Theory]
    [MemberData(nameof(Traces))]
    public async Task ParseAsync_TraceBehindHeader_BelongsToTheRecord(string line, string trace)
    {
        string[] lines = Cut(trace);
        ParsedLog[] logs = await Parse([.. Enumerable.Repeat(line, 20), .. lines, line]);
        Assert.Equal(21, logs.Length);
        Assert.Equal(line + "\n" + string.Join('\n', lines), logs[19].Line.ToString());
    }

    public static TheoryData<string> Uncaught => new(
        "Exception in thread \"main\" " + Java, "Unhandled exception. " + Dotnet, Python, Go, Node);

    [Theory]
    [MemberData(nameof(Uncaught))]
    public async Task ParseAsync_TraceWithoutHeaders_IsOneRecord(string trace)
    {
        string[] lines = Cut(trace);
        ParsedLog[] logs = await Parse(["started", .. lines, "stopped", "gone"]);
        Assert.Equal([1, lines.Length, 1, 1], logs.Select(log => log.Line.LineCount));
    }

    [Theory]
    [InlineData("2026/11/23 10:00:00 listening on :8080", Go)]
    [InlineData("{\"time\":\"2026-10-18T18:01:47Z\",\"level\":\"info\",\"msg\":\"started\"}", Go)]
    [InlineData("{\"@t\":\"2026-10-18T18:01:47Z\",\"@mt\":\"Started\"}", "Unhandled exception. " + Dotnet)]
    [InlineData("2026-10-18 18:01:47,978 INFO [main] org.acme.App: started", "Exception in thread \"main\" " + Java)]
    public async Task ParseAsync_CrashBehindHeader_IsARecordOfItsOwn(string line, string trace)
    {
        string[] lines = Cut(trace);
        ParsedLog[] logs = await Parse([line, line, line, .. lines, line]);
        Assert.Equal([1, 1, 1, lines.Length, 1], logs.Select(log => log.Line.LineCount));
        Assert.Equal(logs[0].Template, logs[2].Template);
        Assert.Equal(logs[0].Template, logs[4].Template);
    }

    [Fact]
    public async Task ParseAsync_StatementOfADatabase_BelongsToTheRecord()
    {
        ParsedLog[] logs = await Parse(
            "2026-11-23 23:11:00.123 UTC [812] app@shop ERROR:  relation \"ordrs\" does not exist at character 15",
            "2026-11-23 23:11:00.123 UTC [812] app@shop STATEMENT:  SELECT *",
            "\tFROM ordrs",
            "",
            "\tWHERE id = 7;",
            "2026-11-23 23:11:01.123 UTC [12] LOG:  checkpoint starting: time");
        Assert.Equal(["postgresql"], logs.Select(log => log.Format.Name).Distinct());
        Assert.Equal("SELECT *\n\tFROM ordrs\n\n\tWHERE id = 7;", logs[1].ToString());
    }

    [Fact]
    public async Task ParseAsync_StatementOfASlowLog_BelongsToTheRecord()
    {
        ParsedLog[] logs = await Parse(
            "# Time: 2026-08-06T14:25:02.835618Z",
            "# User@Host: app[app] @ localhost []  Id:    12",
            "# Query_time: 2.000412  Lock_time: 0.000000 Rows_sent: 1  Rows_examined: 0",
            "SELECT *",
            "FROM orders",
            "WHERE id = 7;",
            "# Time: 2026-08-06T14:25:12.835618Z",
            "# User@Host: app[app] @ localhost []  Id:    12",
            "SELECT 1;");
        Assert.Equal([6, 3], logs.Select(log => log.Line.LineCount));
        Assert.Equal(["SELECT *\nFROM orders\nWHERE id = 7;", "SELECT 1;"], logs.Select(log => log.ToString()));
        Assert.Equal(new DateTimeOffset(2026, 8, 6, 14, 25, 12, TimeSpan.Zero).AddTicks(8356180), logs[1].Timestamp);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ParseAsync_TraceInAContainer_IsOneRecordWithoutTheRuntimesHeaders(bool docker)
    {
        string[] trace = Cut(Dotnet);
        ParsedLog[] logs = await Parse([.. Cut("info: Shop[1]\n      started\nfail: Shop[2]\n      failed").Concat(trace).Concat(["info: Shop[1]", "      started"]).Select(Wrap)]);
        Assert.Equal([2, 2 + trace.Length, 2], logs.Select(log => log.Line.LineCount));
        Assert.All(logs, log => Assert.Equal(docker ? "docker/dotnet" : "cri/dotnet", log.Format.Name));
        Assert.Equal((LogSeverity.Error, "failed\n" + string.Join('\n', trace)), (logs[1].Severity, logs[1].ToString()));

        string Wrap(string line) => docker
            ? $"{{\"log\":{System.Text.Json.JsonSerializer.Serialize(line + "\n")},\"stream\":\"stdout\",\"time\":\"2026-11-23T11:00:01.5Z\"}}"
            : "2026-11-23T11:00:01.5Z stdout F " + line;
    }

    [Fact]
    public async Task ParseAsync_LineThatTheRuntimeCut_IsWhole()
    {
        ParsedLog[] cri = await Parse(
            "2026-11-23T11:00:01.5Z stdout P {\"level\":\"warn\",",
            "2026-11-23T11:00:01.6Z stdout P \"msg\":\"lo",
            "2026-11-23T11:00:01.7Z stdout F w\"}",
            "2026-11-23T11:00:02.5Z stdout F {\"level\":\"info\",\"msg\":\"ok\"}",
            "2026-11-23T11:00:03.5Z stdout F {\"level\":\"info\",\"msg\":\"ok\"}",
            "2026-11-23T11:00:03.5Z stdout F {\"level\":\"info\",\"msg\":\"ok\"}",
            "2026-11-23T11:00:03.5Z stdout F {\"level\":\"info\",\"msg\":\"ok\"}",
            "2026-11-23T11:00:03.5Z stdout F {\"level\":\"info\",\"msg\":\"ok\"}");
        Assert.Equal([3, 1, 1, 1, 1, 1], cri.Select(log => log.Line.LineCount));
        Assert.Equal((LogSeverity.Warning, "low"), (cri[0].Severity, cri[0].ToString()));

        ParsedLog[] docker = await Parse(
            "{\"log\":\"half a \",\"stream\":\"stdout\",\"time\":\"2026-11-23T11:00:01.5Z\"}",
            "{\"log\":\"line\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-23T11:00:01.5Z\"}",
            "{\"log\":\"\\tat a whole line\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-23T11:00:01.5Z\"}",
            "{\"log\":\"next\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-23T11:00:01.5Z\"}");
        Assert.Equal(["half a line\n\tat a whole line", "next"], docker.Select(log => log.ToString()));
    }

    [Fact]
    public async Task ParseAsync_TemplateInAContainer_IsTaken()
    {
        ParsedLog log = (await Parse(
            "2026-11-23T11:00:01.5Z stdout F {\"@t\":\"2026-11-23T11:00:01Z\",\"@mt\":\"Order {OrderId} failed\",\"@l\":\"Error\",\"OrderId\":7}"))[0];
        Assert.Equal(("Order <OrderId> failed", "7", LogSeverity.Error), (log.Template.Text, log.ParameterText(0), log.Severity));
    }

    [Fact]
    public async Task ParseAsync_PrintedJson_IsOneRecordPerObject()
    {
        string[] record = Cut(
            """
            {
              "EventId": 7,
              "LogLevel": "Warning",
              "Category": "Shop.Orders",
              "Message": "Order 7 is late",
              "State": {
                "OrderId": 7,
                "{OriginalFormat}": "Order {OrderId} is late"
              },
              "Scopes": [
                { "Id": 1 }
              ]
            }
            """);
        ParsedLog[] logs = await Parse([.. record, .. record, .. record]);
        Assert.Equal([13, 13, 13], logs.Select(log => log.Line.LineCount));
        Assert.All(logs, log => Assert.Equal(
            ("json", LogSeverity.Warning, "Order <OrderId> is late", "Order 7 is late", "7"),
            (log.Format.Name, log.Severity, log.Template.Text, log.ToString(), log.ParameterText(0))));
    }

    private static string[] Cut(string text) => text.ReplaceLineEndings("\n").Split('\n');

    private static async Task<ParsedLog[]> Parse(params string[] lines)
    {
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWithTemplates().WindowByCount(10).DetectWithNovelty()
            .WithTimeProvider(FormatFixture.Clock()).Build();
        var logs = new List<ParsedLog>();
        await foreach (ParsedLog log in detector.ParseAsync(ListSource.Of("app", lines)))
        {
            logs.Add(log);
        }

        return [.. logs];
    }
}
