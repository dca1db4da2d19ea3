using System.Text;
using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Data;

/// <summary>Every kind of data set, in every packing, gives the same units.</summary>
public sealed class LoaderTests : IDisposable
{
    private const string Hdfs =
        "081109 203615 148 INFO dfs.DataNode$PacketResponder: PacketResponder 1 for block blk_1 terminating\n"
        + "081109 203616 149 WARN dfs.FSNamesystem: BLOCK* ask 10.0.0.1:50010 to replicate blk_1 and blk_-2\n"
        + "081109 203617 150 INFO dfs.FSDataset: Deleting block blk_-2 file /mnt/blk_-2\n"
        + "081109 203618 151 INFO dfs.FSNamesystem: nothing about a block\n";

    private const string HdfsLabels = "BlockId,Label\nblk_1,Normal\nblk_-2,Anomaly\n";

    // The last line is Latin-1, and the label of the second names an alert that its content must not.
    private const string Bgl =
        "- 1117838570 2005.06.03 R02 2005-06-03-15.42.50.363779 R02 RAS KERNEL INFO instruction cache parity error corrected\n"
        + "KERNDTLB 1117838571 2005.06.03 R03 2005-06-03-15.42.51.363779 R03 RAS KERNEL FATAL data TLB error interrupt\n"
        + "\n"
        + "- 1117838572 2005.06.03 R02 2005-06-03-15.42.52.363779 R02 RAS KERNEL INFO caf\u00E9 closed\n";

    private const string Thunderbird =
        "- 1131566461 2005.11.09 dn228 Nov 9 12:01:01 dn228/dn228 crond(pam_unix)[2915]: session closed for user root\n"
        + "ECC 1131566462 2005.11.09 dn229 Nov 9 12:01:02 dn229/dn229 kernel: ecc error\n";

    private readonly DataFolder _folder = new();

    public static TheoryData<string> Packings => ["plain", "gz", "zst", "folder", "tar", "tar.gz", "tar.zst", "zip"];

    public static TheoryData<string> Archives => ["folder", "tar", "tar.gz", "tar.zst", "zip"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task Hdfs_AnyPacking_ALineBelongsToEveryBlockThatItNames(string packing)
    {
        string path = _folder.Pack(packing, ("HDFS.log", Hdfs), ("anomaly_label.csv", HdfsLabels));
        EvaluationUnit[] units = await Read.AllAsync(EvaluationData.Open("hdfs", path));
        Assert.Equal("blk_1 blk_-2!", units.Describe());
        Assert.Equal(["PacketResponder 1 for block blk_1 terminating", "BLOCK* ask 10.0.0.1:50010 to replicate blk_1 and blk_-2"], units[0].Contents());
        Assert.Equal(["BLOCK* ask 10.0.0.1:50010 to replicate blk_1 and blk_-2", "Deleting block blk_-2 file /mnt/blk_-2"], units[1].Contents());
        Assert.Equal(units[0].Events.Span[1], units[1].Events.Span[0]);
        Assert.Equal(new DateTimeOffset(2008, 11, 9, 20, 36, 15, TimeSpan.Zero), units[0].Start);
        Assert.Equal(new DateTimeOffset(2008, 11, 9, 20, 36, 16, TimeSpan.Zero), units[0].End);
        Assert.Equal(2, units[1].FirstLine);
        Assert.Equal(LogSeverity.Warning, units[1].Window!.Lines.Span[0].Severity);
        Assert.True(units[0].LineLabels.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task Bgl_AnyPacking_LabelIsTakenOffAndBytesAreKept(string packing)
    {
        EvaluationUnit[] units = await Read.AllAsync(EvaluationData.Open("bgl", _folder.Pack(packing, ("BGL.log", Bgl))));
        EvaluationUnit unit = Assert.Single(units);
        Assert.True(unit.Label);
        Assert.Equal([false, true, false], unit.LineLabels.ToArray());
        Assert.Equal(["instruction cache parity error corrected", "data TLB error interrupt", "caf\u00E9 closed"], unit.Contents());
        Assert.Equal(Encoding.Latin1.GetBytes("caf\u00E9 closed"), unit.Window!.Lines.Span[2].Content.ToArray());
        Assert.All(unit.Window!.Lines.ToArray(), log => Assert.DoesNotContain("KERNDTLB", log.Line.ToString(), StringComparison.Ordinal));
        Assert.Equal([1L, 2L, 4L], unit.Window!.Lines.ToArray().Select(log => log.Line.LineId));
        Assert.Equal([LogSeverity.Information, LogSeverity.Fatal, LogSeverity.Information], unit.Window!.Lines.ToArray().Select(log => log.Severity));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1117838570), unit.Start);
        Assert.Equal("1", unit.Key);
    }

    [Fact]
    public async Task Bgl_ContentOnly_HidesTheLevel()
    {
        EvaluationUnit[] units = await Read.AllAsync(EvaluationData.Open("bgl", _folder.Pack("gz", ("BGL.log", Bgl))), new Protocol { ContentOnly = true });
        Assert.All(units[0].Window!.Lines.ToArray(), log => Assert.Equal(LogSeverity.Unspecified, log.Severity));
    }

    [Theory]
    [InlineData("thunderbird", "Thunderbird.log")]
    [InlineData("liberty", "liberty2")]
    [InlineData("spirit", "spirit2")]
    public async Task Syslog_OfSupercomputers_KeepsTheComponentInTheContent(string name, string file)
    {
        foreach (string packing in Packings)
        {
            using DataFolder folder = new();
            EvaluationUnit unit = Assert.Single(await Read.AllAsync(EvaluationData.Open(name, folder.Pack(packing, (file, Thunderbird)))));
            Assert.Equal([false, true], unit.LineLabels.ToArray());
            Assert.Equal(["crond(pam_unix)[2915]: session closed for user root", "kernel: ecc error"], unit.Contents());
        }
    }

    [Fact]
    public async Task AlertLog_RangeOfLines_IsAllThatIsRead()
    {
        string path = _folder.Write("t.log", GeneratedAlerts.Text("thunderbird", 50, seed: 1, isAlert: i => i == 24));
        EvaluationDataOptions options = new() { SkipLines = 20, TakeLines = 10 };
        EvaluationUnit[] units = await Read.AllAsync(EvaluationData.Open("thunderbird", path, options), new Protocol { Window = new() { Size = 4 } });
        Assert.Equal("21 25! 29", units.Describe());
        Assert.Equal(10, units.Sum(unit => unit.Events.Length));
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task LibertyWindows_AnyPacking_WindowsAreAsGiven(string packing)
    {
        string text = "window\tline_label\tcontent\n0\t0\tkernel: a b\n0\t1\tkernel: c d\te\n1\t0\tkernel: a b\n";
        EvaluationUnit[] units = await Read.AllAsync(EvaluationData.Open("liberty-windows", _folder.Pack(packing, ("windows.tsv", text))));
        Assert.Equal("0! 1", units.Describe());
        Assert.Equal([false, true], units[0].LineLabels.ToArray());
        Assert.Equal(["kernel: a b", "kernel: c d\te"], units[0].Contents());
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Hadoop_AnyPacking_AnApplicationIsASessionAndATraceOneRecord(string packing)
    {
        const string Labels = "Text.\n\n### WordCount\nNormal:\n+ application_1_0001\n\nDisk full:\n+ application_1_0002\n### PageRank\nNormal:\n+ application_1_0003\n";
        string Log(string second, string text) =>
            $"2015-10-17 15:37:{second},547 INFO [main] org.apache.hadoop.App: {text}\njava.io.IOException: no space\n\tat org.apache.hadoop.App.run(App.java:1)\n"
            + $"2015-10-17 15:37:{second},548 INFO [main] org.apache.hadoop.App: done\n";
        string path = _folder.Pack(
            packing,
            ("abnormal_label.txt", Labels),
            ("application_1_0001/container_1.log", Log("01", "started")),
            ("application_1_0001/container_2.log", Log("02", "started")),
            ("application_1_0002/container_1.log", Log("03", "started")),
            ("application_1_0003/container_1.log", Log("04", "started")));
        EvaluationData data = EvaluationData.Open("hadoop", path);
        EvaluationUnit[] units = await Read.AllAsync(data);
        Assert.Equal("application_1_0001 application_1_0002! application_1_0003", units.Describe());
        Assert.Equal([4, 2, 2], units.Select(unit => unit.Events.Length));
        Assert.Contains("no space", units[1].Contents()[0], StringComparison.Ordinal);
        EvaluationSplit[] splits = await new Protocol { Split = SplitKind.LeaveOneOut }.SplitsAsync(data, MethodNeeds.None).ToArrayAsync();
        Assert.Equal(["without WordCount", "without PageRank"], splits.Select(split => split.Name));
        Assert.Equal("application_1_0001 application_1_0002!", (await splits[0].ReadTestAsync().ToArrayAsync()).Describe());
        Assert.Equal("application_1_0003", (await splits[0].ReadTrainingAsync().ToArrayAsync()).Describe());
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task Loghub_StructuredCsv_QuotedCellsAndBytesAreKept(string packing)
    {
        string text = "LineId,Label,Content,EventId,EventTemplate\n1,-,\"a, \"\"b\"\"\",E1,<*>\n2,ALERT,caf\u00E9,E2,<*>\n";
        EvaluationUnit unit = Assert.Single(await Read.AllAsync(EvaluationData.Open("loghub", _folder.Pack(packing, ("X_2k.log_structured.csv", text)))));
        Assert.Equal([false, true], unit.LineLabels.ToArray());
        Assert.Equal(["a, \"b\"", "caf\u00E9"], unit.Contents());
        Assert.Equal(Encoding.Latin1.GetBytes("caf\u00E9"), unit.Window!.Lines.Span[1].Content.ToArray());
    }

    [Fact]
    public async Task Csv_ConfiguredColumns_AreUsed()
    {
        string text = "when,who,what,bad,run\n2024-01-01T00:00:00Z,a,hello,no,r1\n1704067201,b,world,yes,r2\n2024-01-01T00:00:02Z,a,hello,no,r1\n";
        EvaluationDataOptions options = new() { MessageColumn = "WHAT", LabelColumn = "bad", TimeColumn = "when", SessionColumn = "run", NormalLabels = ["no"] };
        EvaluationUnit[] units = await Read.AllAsync(EvaluationData.Open("csv", _folder.Write("x.csv", text), options));
        Assert.Equal("r2! r1", units.Describe());
        Assert.Equal(["hello", "hello"], units[1].Contents());
        Assert.Equal(new DateTimeOffset(2024, 1, 1, 0, 0, 1, TimeSpan.Zero), units[0].Start);
        Assert.Equal(new DateTimeOffset(2024, 1, 1, 0, 0, 2, TimeSpan.Zero), units[1].End);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("gz")]
    [InlineData("zst")]
    public async Task JsonLines_AnyPacking_PropertiesAreUsed(string packing)
    {
        string text = "{\"message\":\"a b\",\"label\":0,\"ts\":\"2024-01-01T00:00:00Z\"}\n{\"message\":\"c\",\"label\":1,\"ts\":1704067201000}\n";
        EvaluationDataOptions options = new() { MessageColumn = "message", TimeColumn = "ts" };
        EvaluationUnit unit = Assert.Single(await Read.AllAsync(EvaluationData.Open("jsonl", _folder.Pack(packing, ("x.jsonl", text)), options)));
        Assert.Equal([false, true], unit.LineLabels.ToArray());
        Assert.Equal(["a b", "c"], unit.Contents());
        Assert.Equal(new DateTimeOffset(2024, 1, 1, 0, 0, 1, TimeSpan.Zero), unit.End);
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Recording_AnyPacking_RangesOfLinesAreTheLabels(string packing)
    {
        const string Faults = "{\"files\":{\"a.log.gz\":{\"lines\":4},\"b.log\":{}},\"faults\":[{\"lines\":{\"a.log.gz\":[[2,3]]}},{\"lines\":{\"b.log\":[[1,1]]}}]}";
        string path = _folder.Pack(packing, ("faults.json", Faults), ("a.log", "a 1\na 2\na 3\na 4\n"), ("b.log", "b 1\nb 2\n"));
        EvaluationUnit[] units = await Read.AllAsync(EvaluationData.Open("recording", path), new Protocol { Window = new() { Size = 2 } });
        Assert.Equal("a.log:1! a.log:3! b.log:1!", units.Describe());
        Assert.Equal([true, false], units[1].LineLabels.ToArray());
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Recordings_AnyPacking_EachIsASystemWithWhatWasDoneToIt(string packing)
    {
        const string One =
            "{\"files\":{\"a.log\":{}},\"faults\":[{\"kind\":\"killed\",\"system\":\"db\",\"severity\":\"high\",\"start\":\"2026-01-02T00:00:00Z\",\"end\":\"2026-01-02T00:00:09Z\","
            + "\"span\":{\"a.log\":[2,4]},\"lines\":{\"a.log\":[[3,3]]}}],"
            + "\"disturbances\":[{\"kind\":\"backup\",\"system\":\"db\",\"start\":\"2026-01-02T00:00:20Z\",\"end\":\"2026-01-02T00:00:29Z\",\"span\":{\"a.log\":[6,6]}}]}";
        const string Two = "{\"files\":{\"a.log\":{}},\"faults\":[{\"lines\":{}}]}";
        string path = _folder.Pack(packing, ("one/faults.json", One), ("one/a.log", "a 1\na 2\na 3\na 4\na 5\na 6\n"), ("two/faults.json", Two), ("two/a.log", "b 1\nb 2\n"));
        EvaluationUnit[] units = await Read.AllAsync(EvaluationData.Open("recording", path), new Protocol { Window = new() { Size = 2 } });
        Assert.Equal("one/a.log:1 one/a.log:3! one/a.log:5 two/a.log:1", units.Describe());
        DateTimeOffset start = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
        var killed = new Injection("one", "killed", "db", start, start.AddSeconds(9)) { Severity = "high" };
        Assert.Equal([killed], units[0].Injections);
        Assert.Equal([killed], units[1].Injections);
        Assert.Equal([new Injection("one", "backup", "db", start.AddSeconds(20), start.AddSeconds(29)) { IsFault = false }], units[2].Injections);
        Assert.Empty(units[3].Injections);
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task HdfsSequences_AnyPacking_EventsAreThoseOfTheFile(string packing)
    {
        string path = _folder.Pack(packing, ("sequences.csv", "Sequence,label\n5 22 5,0\n9,1\n"), ("templates.csv", "EventId,EventTemplate\nE5,\"Receiving, <*>\"\n"));
        EvaluationSplit split = await new Protocol().SplitAsync(EvaluationData.Open("hdfs-sequences", path), EvaluationData.Open("hdfs-sequences", path), MethodNeeds.Lines);
        EvaluationUnit[] units = await split.ReadTestAsync().ToArrayAsync();
        Assert.Equal("1 2!", units.Describe());
        Assert.Equal([0, 1, 0], units[0].Events.ToArray());
        Assert.Equal([2], units[1].Events.ToArray());
        Assert.Equal("E22", split.Events[1].Text);
        Assert.Equal("Receiving, <*>", split.Events[0].Text);
        Assert.Equal(units[0].Window!.Lines.Span[0].Template.Text, split.Events[0].Text);
    }

    [Fact]
    public async Task AlertLog_Hosts_AreSessions()
    {
        EvaluationUnit[] units = await Read.AllAsync(EvaluationData.Open("bgl", _folder.Write("BGL.log", Bgl)), new Protocol { Window = new() { By = WindowBy.Host } });
        Assert.Equal("R03! R02", units.Describe());
        Assert.Equal([1, 2], units.Select(unit => unit.Events.Length));
    }
}
