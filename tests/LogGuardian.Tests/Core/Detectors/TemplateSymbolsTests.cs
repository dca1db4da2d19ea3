using LogGuardian.Core;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Core.Detectors;

public class TemplateSymbolsTests
{
    private readonly List<int[]> _joined = [];

    [Fact]
    public void Read_KnownAndUnknownTemplates_GivesTheNumbersOfTheKnown()
    {
        TemplateSymbols symbols = Symbols("a b a");
        Assert.Equal([0, 1, 0], Read(symbols, "a b a"));
        Assert.Equal([1, TemplateSymbols.Unknown, 0], Read(symbols, "b new a"));
        Assert.Equal(2, symbols.Count);
    }

    [Fact]
    public void Read_MoreTemplatesThanAllowed_LeavesLaterOnesWithout() =>
        Assert.Equal([0, 1, 2, TemplateSymbols.Unknown], Read(Symbols("a b c d", capacity: 3), "a b c d"));

    [Fact]
    public void Read_TemplateThatSupersedesOne_HasItsNumber()
    {
        TemplateSymbols symbols = Symbols("a b");
        LogTemplate wide = Superseding("wide", "b");
        Assert.Equal(1, Read(symbols, wide));
        Assert.Equal("wide", symbols.TemplateOf(1)!.Text);
        Assert.Equal([0, 1], Read(symbols, "a b"));
        Assert.Empty(_joined);
    }

    [Fact]
    public void Read_TemplateThatSupersedesSeveral_JoinsThemAndReadsTheLinesBeforeAnew()
    {
        TemplateSymbols symbols = Symbols("a b c");
        ParsedLog[] lines = [Logs.Log("c"), Logs.Log("a"), Log(Superseding("wide", "a", "c"))];
        int[] read = new int[3];
        symbols.Read(lines, read, add: false);
        Assert.Equal([0, 0, 0], read);
        Assert.Equal([[0, 2]], _joined);

        // The number that is free is given again.
        Assert.Equal(2, symbols.Add(Logs.Template("d")));
    }

    [Fact]
    public void Forget_Template_GivesItsNumberAgain()
    {
        TemplateSymbols symbols = Symbols("a b c");
        symbols.Forget(symbol => symbol != 1);
        Assert.Equal([0, TemplateSymbols.Unknown, 2], Read(symbols, "a b c"));
        Assert.Equal(1, symbols.Add(Logs.Template("d")));
    }

    internal static LogTemplate Superseding(string text, params string[] former)
    {
        LogTemplate template = Logs.Template("superseding " + text);
        return new LogTemplate(template.Id, text) { Supersedes = [.. former.Select(name => Logs.Template(name).Id)] };
    }

    internal static ParsedLog Log(LogTemplate template) => new(new LogLine("app", 1, default), default, template, default);

    private static int[] Read(TemplateSymbols symbols, string templates)
    {
        LogWindow window = Logs.Window(templates);
        int[] read = new int[window.Count];
        symbols.Read(window.Lines.Span, read, add: false);
        return read;
    }

    private static int Read(TemplateSymbols symbols, LogTemplate template)
    {
        int[] read = new int[1];
        symbols.Read(new[] { Log(template) }, read, add: false);
        return read[0];
    }

    private TemplateSymbols Symbols(string templates, int capacity = 100)
    {
        var symbols = new TemplateSymbols(capacity, _joined.Add);
        LogWindow window = Logs.Window(templates);
        symbols.Read(window.Lines.Span, new int[window.Count], add: true);
        return symbols;
    }
}
