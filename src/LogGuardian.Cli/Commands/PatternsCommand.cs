using System.CommandLine;
using System.Globalization;

namespace LogGuardian.Cli;

/// <summary>Shows what a log consists of.</summary>
internal sealed class PatternsCommand : Command
{
    private readonly Argument<string> _input = new("input") { Description = "A file, a directory, or - for standard input." };
    private readonly Option<string?> _format = CommonOptions.Format();
    private readonly Option<string[]> _mask = CommonOptions.Mask();
    private readonly Option<string?> _top = new("--top")
    {
        HelpName = "n",
        Description = string.Create(CultureInfo.InvariantCulture, $"Show so many patterns. [default: {PatternsSettings.DefaultTop}]"),
    };

    private readonly Option<bool> _rare = new("--rare") { Description = "The rarest first, instead of the most frequent." };
    private readonly Option<bool> _parameters = new("--parameters") { Description = "Show the values of each pattern and an example, too. jsonl always has them." };
    private readonly Option<string?> _output = new("--output") { HelpName = "text|jsonl", Description = "For people, or one JSON object per line. [default: text]" };

    public PatternsCommand(CliConsole console)
        : base("patterns", "Show the kinds of lines of a log: how many, since when, how often, with which values.")
    {
        foreach (Option option in new Option[] { _format, _mask, _top, _rare, _parameters, _output })
        {
            Add(option);
        }

        Add(_input);
        SetAction((parsed, stop) => new PatternsRun(Read(parsed), console).RunAsync(stop));
    }

    private PatternsSettings Read(ParseResult parsed) => new()
    {
        Input = parsed.GetRequiredValue(_input),
        Format = CommonOptions.ReadFormat(parsed.GetValue(_format)),
        Masks = CommonOptions.ReadMasks(parsed.GetValue(_mask)),
        Top = parsed.GetValue(_top) is { } top ? Numbers.Whole("--top", top, 1, PatternsSettings.MostTop) : PatternsSettings.DefaultTop,
        Rare = parsed.GetValue(_rare),
        Parameters = parsed.GetValue(_parameters),
        IsText = CommonOptions.ReadOutput(parsed.GetValue(_output), "text", "jsonl") == "text",
    };
}
