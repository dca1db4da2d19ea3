using System.Globalization;
using LogGuardian.Parsing;
using LogGuardian.Tests.Parsing.Formats;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Parsing;

/// <summary>A source's format is recognised from its first lines, and again when the lines change.</summary>
public sealed class FormatRevisionTests
{
    [Theory]
    [InlineData("log4j", "json")]
    [InlineData("json", "log4j")]
    [InlineData("logfmt", "syslog")]
    [InlineData("syslog", "dotnet")]
    [InlineData("plain", "nlog")]
    [InlineData("generic", "json")]
    [InlineData("log4j", "generic")]
    [InlineData("cri", "cri/logfmt")]
    [InlineData("docker/nlog", "log4j")]
    public async Task ParseAsync_LinesChange_FormatChanges(string before, string after)
    {
        ParsedLog[] logs = await Parse([.. Lines(before, 500), .. Lines(after, 1_500)]);
        Assert.Equal(before, logs[100].Format.Name);
        Assert.Equal(after, logs[^1].Format.Name);
        Assert.Equal(1, logs[^1].Line.LineCount);
    }

    [Fact]
    public async Task ParseAsync_HeadersEnd_PlainInTheEnd()
    {
        ParsedLog[] logs = await Parse([.. Lines("log4j", 500), .. Lines("plain", 6_000)]);
        Assert.Equal(["log4j", "plain"], logs.Select(log => log.Format.Name).Distinct());
        Assert.Equal("plain", logs[^1].Format.Name);
        Assert.True(logs.Length > 3_000, "The lines without a header are records again.");
    }

    [Fact]
    public async Task ParseAsync_LongPayloadBetweenLines_FormatStays()
    {
        ParsedLog[] logs = await Parse(
            [.. Lines("log4j", 300), .. Enumerable.Repeat("INSERT INTO orders VALUES (7);", 1_200), .. Lines("log4j", 300)]);
        Assert.Equal(600, logs.Length);
        Assert.All(logs, log => Assert.Equal("log4j", log.Format.Name));
        Assert.Equal(1_201, logs.Max(log => log.Line.LineCount));
    }

    [Fact]
    public async Task ParseAsync_LinesWithoutHeaderNowAndThen_FormatStays()
    {
        ParsedLog[] logs = await Parse([.. Enumerable.Range(0, 4_000).Select(i => i % 3 == 0 ? "stray words" : Lines("json", 1)[0])]);
        Assert.Equal(1_334, logs.Count(log => log.Format.Name == "plain"));
        Assert.Equal("json", logs[^2].Format.Name);
    }

    [Fact]
    public async Task ParseAsync_ColumnsNamedAnew_FieldsHaveTheNewNames()
    {
        ParsedLog[] logs = await Parse(
            ["#Fields: date time c-ip", .. Enumerable.Repeat("2026-11-23 10:00:00 10.0.0.1", 20), "#Fields: date time cs-method c-ip", "2026-11-23 10:00:01 GET 10.0.0.1"]);
        Assert.Equal("date=2026-11-23, time=10:00:00, c-ip=10.0.0.1", Fields(logs[0]));
        Assert.Equal("date=2026-11-23, time=10:00:01, cs-method=GET, c-ip=10.0.0.1", Fields(logs[^1]));
    }

    [Fact]
    public void TryParse_ForcedFormat_NeverChanges()
    {
        var parser = new TemplateParser(new ParsingOptions { Format = "<Level>: <Content>" }, FormatFixture.Clock());
        foreach (string line in Lines("json", 2_000))
        {
            Assert.False(parser.Continues(LogLine.FromText("INFO: up")));
            _ = parser.TryParse(LogLine.FromText(line), out ParsedLog log);
        }

        _ = parser.TryParse(LogLine.FromText("WARN: low"), out ParsedLog last);
        Assert.Equal(("custom", LogSeverity.Warning), (last.Format.Name, last.Severity));
    }

    [Fact]
    public void Miss_ManySources_FewAreWatched()
    {
        var reviser = new FormatReviser(new FormatDetector(FormatFixture.Clock()));
        for (int i = 0; i < 500; i++)
        {
            var source = new SourceFormat(string.Create(CultureInfo.InvariantCulture, $"source {i}"), new PlainFormat());
            for (int miss = 0; miss < FormatReviser.FirstInterval - 1; miss++)
            {
                reviser.Miss(source, LogLine.FromText("no header"));
            }

            Assert.InRange(reviser.Watched, 1, FormatReviser.MaxWatched);
        }
    }

    private static string[] Lines(string format, int count)
    {
        string[] lines = (string[])((object[])CatalogueCases.All.First(row => (string)((object[])row)[0] == format))[1];
        return [.. Enumerable.Range(0, count).Select(i => lines[format is "plain" or "generic" ? 0 : i % lines.Length])];
    }

    private static string Fields(ParsedLog log) => string.Join(", ", log.Format.ReadFields(log.Line).Select(field => $"{field.Key}={field.Value}"));

    private static async Task<ParsedLog[]> Parse(string[] lines)
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
