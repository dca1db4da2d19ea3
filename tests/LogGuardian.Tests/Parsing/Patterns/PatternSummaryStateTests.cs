using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LogGuardian.Tests.Parsing.Patterns;

public sealed class PatternSummaryStateTests
{
    [Fact]
    public void LoadState_OfWhatWasSaved_IsTheSameSummary()
    {
        PatternSummary summary = Filled();
        var loaded = new PatternSummary();
        loaded.LoadState(Save(summary), 1);
        Assert.Equal(Text(summary), Text(loaded));
        Assert.Equal((summary.Records, summary.Count, summary.Forgotten), (loaded.Records, loaded.Count, loaded.Forgotten));
        Assert.Equal(JsonSerializer.Serialize(summary.Top(9)), JsonSerializer.Serialize(loaded.Top(9)));
    }

    [Fact]
    public void LoadState_ThenMoreRecords_IsAsIfItHadNeverStopped()
    {
        PatternSummary whole = Filled();
        var loaded = new PatternSummary();
        loaded.LoadState(Save(whole), 1);
        LogTemplate again = PatternLogs.Template(1, "job <*> took <NUM>");
        foreach (PatternSummary summary in new[] { whole, loaded })
        {
            summary.Add(again.Log("job z took 7.5ms", 9_000, 9_000));
        }

        Assert.Equal(JsonSerializer.Serialize(whole.Top(9)), JsonSerializer.Serialize(loaded.Top(9)));
    }

    [Fact]
    public void LoadState_IntoASmallerSummary_KeepsWhatCameMost()
    {
        var small = new PatternSummary(new PatternOptions { MaxValues = 2, MaxParameters = 1, MaxExamples = 1, MaxValueLength = 8 });
        small.LoadState(Save(Filled()), 1);
        LogPattern pattern = small.Top(1)[0];
        Assert.Single(pattern.Parameters);
        Assert.Equal(2, pattern.Parameters[0].Values.Count);
        Assert.Equal(1, Assert.Single(pattern.Examples).Line.LineId);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"records\":1,\"forgotten\":0,\"patterns\":[]}")]
    [InlineData("{\"records\":1,\"forgotten\":0,\"patterns\":[{}]}")]
    [InlineData("{\"records\":0,\"forgotten\":0,\"patterns\":{}}")]
    public void LoadState_Damaged_ThrowsAndChangesNothing(string state)
    {
        PatternSummary summary = Filled();
        string before = Text(summary);
        Assert.Throws<JsonException>(() => summary.LoadState(JsonDocument.Parse(state).RootElement, 1));
        Assert.Equal(before, Text(summary));
    }

    [Theory]
    [InlineData("\"id\":\"0000000000000001\"", "\"id\":\"1\"")]
    [InlineData("\"severities\":[", "\"severities\":[1,")]
    [InlineData("\"top\":[[", "\"top\":[[-1,")]
    [InlineData("\"positive\":[", "\"positive\":[99999,")]
    [InlineData("\"distinct\":\"", "\"distinct\":\"AAAA")]
    [InlineData("\"count\":2,\"parameters\"", "\"count\":1,\"parameters\"")]
    [InlineData("\"zeros\":", "\"zeros\":-")]
    public void LoadState_OnePartDamaged_Throws(string part, string damaged)
    {
        string state = Text(Filled());
        Assert.Contains(part, state, StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => new PatternSummary().LoadState(JsonDocument.Parse(state.Replace(part, damaged, StringComparison.Ordinal)).RootElement, 1));
    }

    private static PatternSummary Filled()
    {
        var summary = new PatternSummary();
        LogTemplate took = PatternLogs.Template(1, "job <*> took <NUM>");
        int[] ranks = RandomValues.Zipf(2_000, 300);
        for (int i = 0; i < ranks.Length; i++)
        {
            summary.Add(took.Log(string.Create(CultureInfo.InvariantCulture, $"job worker-{ranks[i]} took {(i - 50) * 0.5}ms"), i + 1, i));
        }

        summary.Add(PatternLogs.Template(2, "disk down").Log("disk down", severity: LogSeverity.Fatal));
        return summary;
    }

    private static JsonElement Save(PatternSummary summary) => JsonDocument.Parse(Text(summary)).RootElement;

    private static string Text(PatternSummary summary)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            summary.SaveState(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
