using System.Text;
using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Pipeline;

public class RecordAssemblerTests
{
    [Fact]
    public void Add_ContinuationLines_BecomeOneRecord()
    {
        List<ParsedLog> logs = Run([Line("boom", 1), Line("  at x", 2), Line("  at y", 3), Line("next", 4)], out PipelineCounts counts);
        Assert.Equal([("boom\n  at x\n  at y", 1L, 3), ("next", 4L, 1)], logs.Select(log => (log.Line.ToString(), log.Line.LineId, log.Line.LineCount)));
        Assert.Equal((4, 4, 2), (counts.LinesRead, counts.LinesParsed, counts.Records));
    }

    [Fact]
    public void Add_NeighboursInOneChunk_AreJoinedWithoutCopying()
    {
        byte[] chunk = Encoding.UTF8.GetBytes("boom\r\n  at x\r\n  at y\r\n");
        LogLine[] lines = [new("app", 1, chunk.AsMemory(0, 4)), new("app", 2, chunk.AsMemory(6, 6)), new("app", 3, chunk.AsMemory(14, 6))];
        ParsedLog log = Assert.Single(Run(lines, out _));
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(log.Line.Raw, out ArraySegment<byte> segment));
        Assert.Same(chunk, segment.Array);
        Assert.Equal("boom\r\n  at x\r\n  at y", log.Line.ToString());
    }

    [Fact]
    public void Add_LongRecordFromManyChunks_IsJoinedInOrder()
    {
        IEnumerable<LogLine> lines = [Line("boom", 1), .. Enumerable.Range(2, 500).Select(i => Line($"  at frame {i}", i))];
        ParsedLog log = Assert.Single(Run(lines, out _));
        Assert.Equal("boom\n" + string.Join('\n', Enumerable.Range(2, 500).Select(i => $"  at frame {i}")), log.Line.ToString());
    }

    [Fact]
    public void Add_ContinuationOfNothing_IsARecord()
    {
        Assert.Equal(["  at x", "a"], Run([Line("  at x", 1), Line("a", 2)], out _).Select(log => log.Line.ToString()));
    }

    [Fact]
    public void Add_ContinuationAfterAnotherSource_StaysWithItsOwnSource()
    {
        List<ParsedLog> logs = Run([Line("a", 1), Line("b", 1, "other"), Line("  at b", 2, "other"), Line("c", 2)], out _);
        Assert.Equal(["app:a", "other:b\n  at b", "app:c"], logs.Select(log => log.Line.Source + ":" + log.Line));
    }

    [Fact]
    public void Add_EndlessRecord_IsCutAndNothingIsLost()
    {
        IEnumerable<LogLine> lines = [Line("boom", 1), .. Enumerable.Range(2, 4_999).Select(i => Line("  x", i))];
        List<ParsedLog> logs = Run(lines, out PipelineCounts counts);
        Assert.Equal([2_000, 2_000, 1_000], logs.Select(log => log.Line.LineCount));
        Assert.Equal((5_000, 5_000), (counts.LinesRead, counts.LinesParsed));
    }

    [Fact]
    public void Add_SkippedLinesAndDirectives_AreCountedByReason()
    {
        LogLine blank = new("app", 2, default) { Skipped = SkipReason.Blank };
        LogLine tooLong = new("app", 3, "xxx"u8.ToArray()) { Skipped = SkipReason.TooLong };
        Run([Line("a", 1), blank, tooLong, Line("#Fields: x", 4), Line("b", 5)], out PipelineCounts counts);
        Assert.Equal((5, 2), (counts.LinesRead, counts.LinesParsed));
        Assert.Equal((1, 1, 1), (counts.LinesSkipped[SkipReason.Blank], counts.LinesSkipped[SkipReason.TooLong], counts.LinesSkipped[SkipReason.Directive]));
        Assert.Equal(counts.LinesRead, counts.LinesParsed + counts.LinesSkipped.Values.Sum());
    }

    [Fact]
    public void Add_RecordsThatSpanLines_CountEveryPhysicalLine()
    {
        Run([Line("boom\n  at x", 1) with { LineCount = 2 }, Line("b", 3), Line("#x\n#y", 4) with { LineCount = 2 }], out PipelineCounts counts);
        Assert.Equal((5, 3, 2), (counts.LinesRead, counts.LinesParsed, counts.LinesSkipped[SkipReason.Directive]));
    }

    [Fact]
    public void Add_FirstLinesOfASource_AreShownToTheParserOnce()
    {
        var parser = new WordParser();
        Run([.. Enumerable.Range(1, 450).Select(i => Line("a", i)), Line("b", 1, "short"), Line("a", 451)], out _, parser);
        Assert.Equal([("app", 200), ("short", 1)], parser.Observed);
    }

    private static LogLine Line(string text, long id, string source = "app") => LogLine.FromText(text, id, source);

    private static List<ParsedLog> Run(IEnumerable<LogLine> lines, out PipelineCounts counts, WordParser? parser = null)
    {
        var logs = new List<ParsedLog>();
        var counters = new PipelineCounters();
        var assembler = new RecordAssembler(parser ?? new WordParser(), new CollectingWindower(logs), counters, []);
        foreach (LogLine line in lines)
        {
            assembler.Add(line);
        }

        assembler.Flush();
        counts = counters.Snapshot();
        return logs;
    }
}
