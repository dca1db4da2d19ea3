using LogGuardian.Cli;
using LogGuardian.Tests.Parsing.Patterns;

namespace LogGuardian.Tests.Cli.Output;

public sealed class PatternTableTests
{
    [Fact]
    public void Lines_OfATerminal_AreCutToItsWidth()
    {
        string[] lines = Render(width: 80, showSource: false);
        Assert.All(lines.Skip(1), line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal(
            [
                "count    share  severity  rate  first seen  last seen  template",
                "    1  100.0 %  INFO         –  line 7      line 7     user <*> has come from f…",
                "    1  text, always ann",
                "    line 7 │ user ann has come from far away to see what there is to see in thi…",
            ],
            lines);
    }

    [Fact]
    public void Lines_OfADirectory_NameTheSource()
    {
        Assert.Contains("line 7 of a.log  line 7 of a.log  user <*> has", Render(width: null, showSource: true)[1], StringComparison.Ordinal);
    }

    private static string[] Render(int? width, bool showSource)
    {
        var summary = new PatternSummary();
        summary.Add(PatternLogs.Template(1, "user <*> has come from far away to see what there is to see in this place of ours")
            .Log("user ann has come from far away to see what there is to see in this place of ours", line: 7, source: "a.log"));
        return [.. new PatternTable(width, summary.Top(1), details: true, showSource).Lines().Select(line => string.Concat(line.Select(piece => piece.Text))).Where(line => line.Length > 0)];
    }
}
