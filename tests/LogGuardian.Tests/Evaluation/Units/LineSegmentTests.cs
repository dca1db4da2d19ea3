using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Units;

public class LineSegmentTests
{
    [Fact]
    public void OrdinalOf_EveryLine_IsThatOfItsRecord()
    {
        // Lines 3 and 4 continue line 2, line 7 was dropped, 9 continues 8.
        LineSegment segment = new("a", "", start: 10);
        foreach (long line in new long[] { 1, 2, 5, 6, 8, 10 })
        {
            segment.Add(line);
        }

        Assert.Equal((6, 16), (segment.Count, segment.End));
        Assert.Equal([1L, 2, 5, 6, 8, 10], Enumerable.Range(10, 6).Select(segment.LineOf));
        Assert.Equal([10, 11, 11, 11, 12, 13, 13, 14, 14, 15, 15], Enumerable.Range(1, 11).Select(line => segment.OrdinalOf(line)));
    }
}
