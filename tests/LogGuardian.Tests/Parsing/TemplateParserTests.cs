using System.Buffers;
using System.Text.Json;
using LogGuardian.Parsing;
using LogGuardian.Tests.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace LogGuardian.Tests.Parsing;

public class TemplateParserTests
{
    [Fact]
    public async Task ParseAsync_LogWithHeaders_ReadsTimeLevelContentTemplateAndParameters()
    {
        ParsedLog log = (await Parse(
            "2026-03-01 12:00:00,123 INFO [main] org.shop.Cart: added 3 items for 10.0.0.7",
            "2026-03-01 12:00:01,456 WARN [main] org.shop.Cart: added 12 items for 10.0.0.8"))[1];
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 0, 1, 456, TimeSpan.Zero), log.Timestamp);
        Assert.Equal(LogSeverity.Warning, log.Severity);
        Assert.EndsWith("added 12 items for 10.0.0.8", log.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("added <NUM> items for <IP>", log.Template.Text, StringComparison.Ordinal);
        Assert.Equal([("12", ParameterKind.Number), ("10.0.0.8", ParameterKind.IpAddress)], Values(log)[^2..]);
    }

    [Fact]
    public async Task ParseAsync_StackTrace_IsOneRecordWhoseExceptionTellsItApart()
    {
        ParsedLog[] logs = await Parse(
            "2026-03-01T12:00:00.000Z error: Shop.Api[1] request failed",
            "System.TimeoutException: too slow",
            "   at Shop.Db.Read()",
            "2026-03-01T12:00:01.000Z error: Shop.Api[1] request failed",
            "System.IO.IOException: disk is full",
            "   at Shop.Db.Write()",
            "2026-03-01T12:00:02.000Z error: Shop.Api[1] request failed",
            "System.TimeoutException: too slow",
            "   at Shop.Db.Other()",
            "   at Shop.Db.Read()");
        Assert.Equal([3, 3, 4], logs.Select(log => log.Line.LineCount));
        Assert.Equal(logs[0].Template.Id, logs[2].Template.Id);
        Assert.NotEqual(logs[0].Template.Id, logs[1].Template.Id);
        Assert.Equal("   at Shop.Db.Other()\n   at Shop.Db.Read()", Values(logs[2])[^1].Text);
    }

    [Fact]
    public async Task ParseAsync_WildcardWord_IsAParameter()
    {
        ParsedLog[] logs = await Parse("session opened for user anna", "session opened for user boris", "session opened for user carla");
        Assert.Equal("session opened for user <*>", logs[2].Template.Text);
        Assert.Equal([("carla", ParameterKind.Text)], Values(logs[2]));
    }

    [Fact]
    public async Task ParseAsync_LineUnlikeItsNeighbours_IsKeptAsContent()
    {
        ParsedLog[] logs = await Parse(
            [.. Enumerable.Range(10, 20).Select(i => $"2026-03-01 12:00:{i},123 INFO [main] org.shop.Cart: tick"), "2026-03-01 garbled"]);
        Assert.Equal("2026-03-01 garbled", logs[^1].Line.ToString()[^18..]);
    }

    [Fact]
    public async Task ParseAsync_ForcedFormat_IsUsed()
    {
        ParsedLog log = (await Parse(new ParsingOptions { Format = "<Level>/<Component>#<Content>" }, "WARN/disk#91 percent"))[0];
        Assert.Equal((LogSeverity.Warning, "<NUM> percent"), (log.Severity, log.Template.Text));
        Assert.Equal([new("Level", "WARN"), new("Component", "disk")], log.Format.ReadFields(log.Line));
    }

    [Fact]
    public void TryParse_SourceThatKnowsTimeAndSeverity_IsTakenAtItsWord()
    {
        var parser = new TemplateParser(new ParsingOptions(), TimeProvider.System);
        var line = new LogLine("app", 1, "  12:00 INFO hello"u8.ToArray()) { Timestamp = Logs.Start, Severity = LogSeverity.Fatal };
        Assert.False(parser.Continues(line));
        Assert.Equal(SkipReason.None, parser.TryParse(line, out ParsedLog log));
        Assert.Equal((Logs.Start, LogSeverity.Fatal, "  12:00 INFO hello"), (log.Timestamp!.Value, log.Severity, log.ToString()));
    }

    [Fact]
    public void LoadState_SavedTemplates_KeepsIdsAndGeneralisations()
    {
        var first = new TemplateParser(new ParsingOptions(), TimeProvider.System);
        foreach (string text in (string[])["session opened for user anna", "session opened for user boris", "sent 12 bytes"])
        {
            first.TryParse(LogLine.FromText(text), out _);
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            first.SaveState(writer);
        }

        var second = new TemplateParser(new ParsingOptions(), TimeProvider.System);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        second.LoadState(document.RootElement, 1);
        foreach (string text in (string[])["session opened for user carla", "sent 99 bytes"])
        {
            first.TryParse(LogLine.FromText(text), out ParsedLog expected);
            second.TryParse(LogLine.FromText(text), out ParsedLog actual);
            Assert.Equal((expected.Template.Id, expected.Template.Text), (actual.Template.Id, actual.Template.Text));
        }
    }

    [Theory]
    [InlineData(0, 100, "MaxVariants is 0; it must be 1 to 64. The default is 4.")]
    [InlineData(4, 3, "MaxTemplates is 3; it must be 16 to 1000000. The default is 16384.")]
    public void ParseWithTemplates_BadOption_NamesValueRuleAndFix(int maxVariants, int maxTemplates, string message)
    {
        var options = new ParsingOptions { MaxVariants = maxVariants, MaxTemplates = maxTemplates };
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyDetectorBuilder().ParseWithTemplates(options));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ParseWithTemplates_BadFormat_FailsAtItsOwnCall() =>
        Assert.Throws<FormatException>(() => new AnomalyDetectorBuilder().ParseWithTemplates(new ParsingOptions { Format = "<Date> <Level>" }));

    private static (string Text, ParameterKind Kind)[] Values(ParsedLog log) =>
        [.. Enumerable.Range(0, log.Parameters.Length).Select(i => (log.ParameterText(i), log.Parameters.Span[i].Kind))];

    private static Task<ParsedLog[]> Parse(params string[] lines) => Parse(new ParsingOptions(), lines);

    private static async Task<ParsedLog[]> Parse(ParsingOptions options, params string[] lines)
    {
        using AnomalyDetector detector = new AnomalyDetectorBuilder().ParseWithTemplates(options).WindowByCount(10).DetectWithNovelty()
            .WithTimeProvider(new FakeTimeProvider(Logs.Start)).Build();
        var logs = new List<ParsedLog>();
        await foreach (ParsedLog log in detector.ParseAsync(ListSource.Of("app", lines)))
        {
            logs.Add(log);
        }

        return [.. logs];
    }
}
