using System.Text;
using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Templates;

public class TemplateConcurrencyTests
{
    private const int Threads = 4;
    private const int LinesOfEach = 100_000;

    private static readonly string[] Statements =
        ["opened file {0} quickly", "user {0} logged in from 10.0.0.{1}", "took {1} ms for {0} at last", "{0} is the name of it", "sync to {2}, stratum {1}", "value {2} of {1}, {1}, {1} done"];

    [Fact]
    public async Task Match_FourThreads_EndWithTheTemplatesOfOne()
    {
        byte[][] lines = Lines();
        var shared = new TemplateMiner(4, 16_384);
        int[] counts = await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() => MatchAll(shared, lines, thread))));
        var single = new TemplateMiner(4, 16_384);
        MatchAll(single, lines, 0);
        Assert.Equal(Threads * LinesOfEach, counts.Sum());
        var scratch = new LineScratch();
        Assert.All(lines, line => Assert.Equal(single.Match(line, scratch).Template.Id, shared.Match(line, scratch).Template.Id));
    }

    [Fact]
    public async Task TryParse_FourThreads_EndWithTheTemplatesOfOne()
    {
        string[] lines = [.. Lines().Take(20_000).Select(Encoding.UTF8.GetString)];
        var shared = new TemplateParser(new ParsingOptions(), TimeProvider.System);
        int[] counts = await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() => lines.Skip(thread).Concat(lines.Take(thread)).Count(line => Parse(shared, line).Parameters.Length > 0))));
        var single = new TemplateParser(new ParsingOptions(), TimeProvider.System);
        Assert.All(lines, line => Parse(single, line));
        Assert.All(counts, count => Assert.InRange(count, lines.Length / 2, lines.Length));
        Assert.All(lines, line => Assert.Equal(Parse(single, line).Template.Id, Parse(shared, line).Template.Id));
    }

    private static ParsedLog Parse(TemplateParser parser, string line)
    {
        Assert.Equal(SkipReason.None, parser.TryParse(LogLine.FromText(line), out ParsedLog log));
        Assert.True(log.Parameters.IsEmpty || log.ParameterText(log.Parameters.Length - 1).Length > 0);
        return log;
    }

    /// <summary>Each thread begins at another line, so that all of them learn.</summary>
    private static int MatchAll(TemplateMiner miner, byte[][] lines, int thread)
    {
        var scratch = new LineScratch();
        int matched = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            matched += miner.Match(lines[(i + (thread * lines.Length / Threads)) % lines.Length], scratch).Template.Text.Length > 0 ? 1 : 0;
        }

        return matched;
    }

    /// <summary>One place of each statement varies, so that the templates do not depend on the order of the lines.</summary>
    private static byte[][] Lines()
    {
        var random = new Random(3);
        return
        [
            .. Enumerable.Range(0, LinesOfEach).Select(i => Encoding.UTF8.GetBytes(string.Format(
                System.Globalization.CultureInfo.InvariantCulture,
                Statements[random.Next(Statements.Length)],
                new string((char)('a' + random.Next(26)), random.Next(2, 30)),
                random.Next(200),
                random.Next(2) == 0 ? "10.0.0.1" : $"LOCAL({random.Next(9)})"))),
        ];
    }
}
