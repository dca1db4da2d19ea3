using System.Globalization;

namespace LogGuardian.Tests.Parsing.Patterns;

public sealed class PatternSummaryMergeTests
{
    [Fact]
    public void Merge_TwoHalves_EqualsTheWhole()
    {
        LogTemplate template = PatternLogs.Template(1, "job <*> took <NUM>");
        int[] ranks = RandomValues.Zipf(5_000, 20);
        ParsedLog[] logs = [.. ranks.Select((rank, i) => template.Log(
            string.Create(CultureInfo.InvariantCulture, $"job {(char)('a' + rank)} took {i}ms"), i + 1, i, rank == 0 ? LogSeverity.Warning : LogSeverity.Debug))];
        PatternSummary merged = Of(logs[..2_000]);
        merged.Merge(Of(logs[2_000..]));
        LogPattern whole = Of(logs).Top(1)[0];
        LogPattern both = Assert.Single(merged.Top(5));

        Assert.Equal(5_000, merged.Records);
        Assert.Equal(Facts(whole), Facts(both));
        Assert.Equal(whole.Severities, both.Severities);
        Assert.Equal(whole.Parameters[0].Values, both.Parameters[0].Values);
        Assert.Equal(whole.Parameters.Select(Numbers), both.Parameters.Select(Numbers));
        Assert.Equal(1, both.Examples[0].Line.LineId);
    }

    [Fact]
    public void Merge_EarlierHalfLast_StillBeginsWithIt()
    {
        LogTemplate template = PatternLogs.Template(1, "disk down");
        PatternSummary merged = Of(template.Log("disk down", line: 9, second: 9));
        merged.Merge(Of(template.Log("disk down", line: 1, second: 1)));
        LogPattern pattern = merged.Top(1)[0];
        Assert.Equal((1L, 9L), (pattern.First.LineId, pattern.Last.LineId));
        Assert.Equal([1L, 9], pattern.Examples.Select(example => example.Line.LineId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Merge_OneSideMoreGeneral_KeepsAllValues(bool generalFirst)
    {
        LogTemplate narrow = PatternLogs.Template(1, "user ann took <NUM>");
        var general = new LogTemplate(new TemplateId(2), "user <*> took <NUM>") { Supersedes = [narrow.Id] };
        PatternSummary[] sides = [Of(narrow.Log("user ann took 1"), narrow.Log("user ann took 2")), Of(general.Log("user bob took 3"), general.Log("user cid took 3"))];
        PatternSummary merged = sides[generalFirst ? 1 : 0];
        merged.Merge(sides[generalFirst ? 0 : 1]);
        Assert.Equal(1, merged.Count);
        Assert.Equal("4 user <*> took <NUM>: 0 Text 3/4 ann×2,bob×1,cid×1; 1 Number 3/4 3×2,1×1,2×1", merged.Top(1)[0].Describe());
    }

    [Fact]
    public void Merge_OtherPatterns_AreAddedAndTheOtherSummaryStays()
    {
        PatternSummary a = Of(PatternLogs.Template(1, "a").Log("a"));
        PatternSummary b = Of(PatternLogs.Template(2, "b").Log("b"), PatternLogs.Template(2, "b").Log("b"));
        a.Merge(b);
        a.Add(PatternLogs.Template(2, "b").Log("b"));
        Assert.Equal(["3 b: ", "1 a: "], a.Top(5).Select(pattern => pattern.Describe()));
        Assert.Equal(["2 b: "], b.Top(5).Select(pattern => pattern.Describe()));
    }

    [Fact]
    public void Merge_WithItself_CountsTwice()
    {
        PatternSummary a = Of(PatternLogs.Template(1, "a <NUM>").Log("a 1"));
        a.Merge(a);
        Assert.Equal("2 a <NUM>: 0 Number 1/2 1×2", a.Top(1)[0].Describe());
    }

    private static (long, DateTimeOffset?, DateTimeOffset?, double?, PatternLine, PatternLine) Facts(LogPattern pattern) =>
        (pattern.Count, pattern.FirstSeen, pattern.LastSeen, pattern.PerSecond, pattern.First, pattern.Last);

    private static (long, long, ParameterKind, PatternNumbers?) Numbers(PatternParameter parameter) =>
        (parameter.Count, parameter.Distinct, parameter.Kind, parameter.Numbers);

    private static PatternSummary Of(params ParsedLog[] logs)
    {
        var summary = new PatternSummary();
        foreach (ParsedLog log in logs)
        {
            summary.Add(log);
        }

        return summary;
    }
}
