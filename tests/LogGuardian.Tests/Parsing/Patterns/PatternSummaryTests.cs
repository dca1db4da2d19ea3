using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Parsing.Patterns;

public sealed class PatternSummaryTests
{
    private readonly LogTemplate _took = PatternLogs.Template(1, "job <*> took <NUM>");
    private readonly LogTemplate _down = PatternLogs.Template(2, "disk down");

    [Fact]
    public void Top_OfNothing_IsEmpty()
    {
        var summary = new PatternSummary();
        Assert.Empty(summary.Top(5));
        Assert.Equal((0L, 0, 0L), (summary.Records, summary.Count, summary.Forgotten));
    }

    [Fact]
    public void Top_Pattern_SaysAllAboutIt()
    {
        var summary = new PatternSummary();
        summary.Add(_took.Log("job a took 10ms", line: 3, second: 20));
        summary.Add(_down.Log("disk down", line: 4));
        summary.Add(_took.Log("job b took 30ms", line: 5, second: 0, LogSeverity.Error));
        summary.Add(_took.Log("job a took 20ms", line: 6, second: 10, source: "other"));

        LogPattern pattern = summary.Top(1)[0];
        Assert.Same(_took, pattern.Template);
        Assert.Equal((3L, 0.75), (pattern.Count, pattern.Share));
        Assert.Equal((new PatternLine("app", 3), new PatternLine("other", 6)), (pattern.First, pattern.Last));
        Assert.Equal((Logs.Start, Logs.Start.AddSeconds(20), 0.1), (pattern.FirstSeen, pattern.LastSeen, pattern.PerSecond));
        Assert.Equal(LogSeverity.Error, pattern.Severity);
        Assert.Equal(new Dictionary<LogSeverity, long> { [LogSeverity.Information] = 2, [LogSeverity.Error] = 1 }, pattern.Severities);
        Assert.Equal([new(new("app", 3), "job a took 10ms"), new PatternExample(new("app", 5), "job b took 30ms")], pattern.Examples);
        Assert.Equal("3 job <*> took <NUM>: 0 Text 2/3 a×2,b×1; 1 Number 3/3 10ms×1,20ms×1,30ms×1", pattern.Describe());
        Assert.Null(pattern.Parameters[0].Numbers);
        PatternNumbers numbers = pattern.Parameters[1].Numbers!;
        Assert.Equal((3L, 10d, 30d), (numbers.Count, numbers.Least, numbers.Greatest));
        Assert.Equal([20, 20, 20], new[] { numbers.P50, numbers.P90, numbers.P99 }.Select(number => Math.Round(number)));
    }

    [Fact]
    public void Top_PatternWithoutTimes_HasNoRate()
    {
        var summary = new PatternSummary();
        summary.Add(_down.Log("disk down"));
        summary.Add(_down.Log("disk down"));
        LogPattern pattern = Assert.Single(summary.Top(1));
        Assert.Equal((null, null, null), (pattern.FirstSeen, pattern.LastSeen, pattern.PerSecond));
    }

    [Fact]
    public void Top_AndRarest_AreInOrderOfCountThenOfArrival()
    {
        PatternSummary summary = Counted(("a", 2), ("b", 5), ("c", 2), ("d", 1));
        Assert.Equal(["b", "a", "c", "d"], summary.Top(10).Select(pattern => pattern.Template.Text));
        Assert.Equal(["d", "a"], summary.Rarest(2).Select(pattern => pattern.Template.Text));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Top_NotPositive_Throws(int count)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PatternSummary().Top(count));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PatternSummary().Rarest(count));
    }

    [Theory]
    [InlineData(LogSeverity.Unspecified)]
    [InlineData(LogSeverity.Trace)]
    [InlineData(LogSeverity.Debug)]
    [InlineData(LogSeverity.Information)]
    [InlineData(LogSeverity.Warning)]
    [InlineData(LogSeverity.Error)]
    [InlineData(LogSeverity.Fatal)]
    public void Add_EverySeverity_IsCountedAsItself(LogSeverity severity)
    {
        var summary = new PatternSummary();
        summary.Add(_down.Log("disk down", severity: severity));
        LogPattern pattern = summary.Top(1)[0];
        Assert.Equal(severity, pattern.Severity);
        Assert.Equal(new Dictionary<LogSeverity, long> { [severity] = 1 }, pattern.Severities);
    }

    [Fact]
    public void Add_TemplateThatSupersedesOthers_TakesThemOver()
    {
        LogTemplate ann = PatternLogs.Template(1, "user ann took <NUM>");
        LogTemplate bob = PatternLogs.Template(4, "user bob took <NUM>");
        var any = new LogTemplate(new TemplateId(3), "user <*> took <NUM>") { Supersedes = [bob.Id, ann.Id, new TemplateId(9)] };
        var summary = new PatternSummary();
        summary.Add(ann.Log("user ann took 1", line: 1, second: 1));
        summary.Add(_down.Log("disk down"));
        summary.Add(ann.Log("user ann took 2", line: 2, second: 2));
        summary.Add(bob.Log("user bob took 3", line: 3, second: 3));
        summary.Add(any.Log("user cid took 3", line: 4, second: 4));
        Assert.Equal((2, 5L), (summary.Count, summary.Records));
        LogPattern pattern = summary.Top(1)[0];
        Assert.Equal("4 user <*> took <NUM>: 0 Text 3/4 ann×2,bob×1,cid×1; 1 Number 3/4 3×2,1×1,2×1", pattern.Describe());
        Assert.Equal((1L, 4L), (pattern.First.LineId, pattern.Last.LineId));
        summary.Add(ann.Log("user ann took 1", line: 5));
        Assert.Equal((2, 5L), (summary.Count, summary.Top(1)[0].Count));
    }

    [Fact]
    public void Add_SupersedingTemplateOfOtherWords_CountsWithoutTheFormerValues()
    {
        LogTemplate narrow = PatternLogs.Template(1, "a <NUM>");
        var summary = new PatternSummary();
        summary.Add(narrow.Log("a 1"));
        var general = new LogTemplate(new TemplateId(2), "<*> of <NUM>") { Supersedes = [narrow.Id] };
        summary.Add(general.Log("b of 2"));
        Assert.Equal("2 <*> of <NUM>: 0 Text 1/1 b×1; 1 Number 1/1 2×1", summary.Top(1)[0].Describe());
    }

    [Fact]
    public void Add_LineThatLacksValues_IsCountedWithoutThem()
    {
        var summary = new PatternSummary();
        LogTemplate narrow = PatternLogs.Template(1, "job a took <NUM>");
        summary.Add(_took.Log("job b took 1"));
        summary.Add(narrow.Log("job a took 2"));
        summary.Add(_took.Log("job c took 3"));
        Assert.Equal("3 job <*> took <NUM>: 0 Text 2/2 b×1,c×1; 1 Number 2/2 1×1,3×1", summary.Top(1)[0].Describe());
    }

    [Fact]
    public void Add_RecordOfManyLines_LeavesTheRestOut()
    {
        var summary = new PatternSummary();
        summary.Add(_took.Log("job a took 1\n  at x\n  at y"));
        LogPattern pattern = summary.Top(1)[0];
        Assert.Equal("1 job <*> took <NUM>: 0 Text 1/1 a×1; 1 Number 1/1 1×1", pattern.Describe());
        Assert.Equal("job a took 1   at x   at y", pattern.Examples[0].Text);
    }

    [Fact]
    public void Add_NamedParameters_ShowTheirNames()
    {
        LogTemplate template = PatternLogs.Template(1, "order <OrderId> done");
        var summary = new PatternSummary();
        summary.Add(template.Log("order 7 done"));
        Assert.Equal("OrderId", summary.Top(1)[0].Parameters[0].Name);
    }

    [Fact]
    public void Add_LongAndHostileLines_AreCutAndMadeSafe()
    {
        var summary = new PatternSummary(new PatternOptions { MaxExampleLength = 16, MaxValueLength = 8 });
        LogTemplate template = PatternLogs.Template(1, "x <*>");
        summary.Add(template.Log("x \u001b[2J0123456789abcdef"));
        LogPattern pattern = summary.Top(1)[0];
        Assert.Equal("x \uFFFD[2J0123456789…", pattern.Examples[0].Text);
        Assert.Equal("\uFFFD[2J0123…", pattern.Parameters[0].Values[0].Text);
    }

    [Fact]
    public void Add_ManyRecords_KeepsTheFirstExampleAndLateOnes()
    {
        var summary = new PatternSummary();
        for (int i = 1; i <= 1_000; i++)
        {
            summary.Add(_down.Log("disk down", line: i));
        }

        Assert.Equal([1, 256, 512], summary.Top(1)[0].Examples.Select(example => example.Line.LineId));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Add_FewExamples_AreKept(int most)
    {
        var summary = new PatternSummary(new PatternOptions { MaxExamples = most });
        for (int i = 1; i <= 10; i++)
        {
            summary.Add(_down.Log("disk down", line: i));
        }

        Assert.Equal(Enumerable.Range(1, most).Select(i => (long)i), summary.Top(1)[0].Examples.Select(example => example.Line.LineId));
    }

    [Fact]
    public void Add_MoreParametersThanKept_DescribesTheFirst()
    {
        var summary = new PatternSummary(new PatternOptions { MaxParameters = 1 });
        summary.Add(_took.Log("job a took 1"));
        Assert.Equal("1 job <*> took <NUM>: 0 Text 1/1 a×1", summary.Top(1)[0].Describe());
    }

    [Fact]
    public void Add_MorePatternsThanKept_ForgetsTheRarestAndStillAddsUp()
    {
        var summary = new PatternSummary(new PatternOptions { MaxPatterns = 20 });
        for (ulong id = 1; id <= 1_000; id++)
        {
            LogTemplate template = PatternLogs.Template(id, $"kind {id}");
            summary.Add(template.Log(template.Text));
            summary.Add(_down.Log("disk down"));
        }

        Assert.InRange(summary.Count, 18, 20);
        Assert.Equal(2_000, summary.Records);
        Assert.Equal(summary.Records, summary.Forgotten + summary.Top(100).Sum(pattern => pattern.Count));
        Assert.Equal("disk down", summary.Top(1)[0].Template.Text);
    }

    [Fact]
    public async Task Add_ConcurrentCallers_LosesNothing()
    {
        var summary = new PatternSummary();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                summary.Add(_took.Log($"job {worker} took {i}"));
            }
        })));
        Assert.Equal((4_000L, 1_000L), (summary.Top(1)[0].Count, summary.Top(1)[0].Parameters[0].Values[0].Count));
    }

    private static PatternSummary Counted(params (string Text, int Times)[] patterns)
    {
        var summary = new PatternSummary();
        for (int i = 0; i < patterns.Length; i++)
        {
            LogTemplate template = PatternLogs.Template((ulong)i + 1, patterns[i].Text);
            for (int time = 0; time < patterns[i].Times; time++)
            {
                summary.Add(template.Log(patterns[i].Text));
            }
        }

        return summary;
    }
}
