using LogGuardian.Parsing;
using LogGuardian.Tests.Parsing.Formats;

namespace LogGuardian.Tests.TestKit;

/// <summary>What came out of channels, parsed.</summary>
internal static class ChannelLogs
{
    /// <summary>All records of a channel, which is completed.</summary>
    public static async Task<ParsedLog[]> ParseAllAsync(LogChannel channel)
    {
        channel.Complete();
        var lines = new List<LogLine>();
        await foreach (LogLine line in channel.ReadAsync())
        {
            lines.Add(line);
        }

        return Parse([.. lines]);
    }

    public static ParsedLog[] Parse(params LogLine[] lines)
    {
        var parser = new TemplateParser(new ParsingOptions(), FormatFixture.Clock());
        if (lines.Length > 0)
        {
            parser.Observe(lines[0].Source, lines);
        }

        return [.. lines.Select(line =>
        {
            Assert.Equal(SkipReason.None, parser.TryParse(line, out ParsedLog log));
            return log;
        })];
    }

    public static ParsedLog Parse(string line) => Parse(LogLine.FromText(line, source: "app"))[0];

    /// <summary>Severity, template, content and named parameters.</summary>
    public static string Describe(this ParsedLog log) => $"{log.Severity} {log.Template} | {log} | {log.NamedParameters()}";

    public static string NamedParameters(this ParsedLog log) =>
        string.Join(", ", Enumerable.Range(0, log.Parameters.Length).Select(i => $"{log.Template.ParameterNames[i]}={log.ParameterText(i)}"));

    /// <summary>The value of a field of the record, as a session key finds it.</summary>
    public static string Field(this ParsedLog log, string name)
    {
        var keys = new SessionKeySet();
        SessionKeys.Named(name).Find(log, keys);
        return string.Join(' ', keys.Keys);
    }
}
