using System.Globalization;

namespace LogGuardian.Tests.Parsing.Patterns;

public sealed class PatternAllocationTests
{
    [Fact]
    public void Add_KnownTemplateAndValues_AllocatesNothing() => Assert.Equal(0, Allocated(i => $"job {(char)('a' + (i % 20))} took {i % 100}ms"));

    [Fact]
    public void Add_EveryValueNew_AllocatesNothing() => Assert.Equal(0, Allocated(i => $"job id-{i} took {i % 100}.5ms"));

    /// <summary>Bytes that 2,000 records take after 5,000 others; between these numbers lies no example, which is a text and is kept.</summary>
    private static long Allocated(Func<int, FormattableString> text)
    {
        LogTemplate template = PatternLogs.Template(1, "job <*> took <NUM>");
        ParsedLog[] logs = [.. Enumerable.Range(0, 7_000).Select(i => template.Log(text(i).ToString(CultureInfo.InvariantCulture), i + 1, i))];
        var summary = new PatternSummary();
        foreach (ref readonly ParsedLog log in logs.AsSpan(0, 5_000))
        {
            summary.Add(log);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (ref readonly ParsedLog log in logs.AsSpan(5_000))
        {
            summary.Add(log);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
