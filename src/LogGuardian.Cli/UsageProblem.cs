using System.CommandLine;
using System.CommandLine.Parsing;

namespace LogGuardian.Cli;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class UsageProblem
{
    public static string Describe(ParseResult parsed)
    {
        string? command = parsed.CommandResult.Parent is null ? null : NameOf(parsed.CommandResult);
        string help = command is null ? "Run 'logguardian --help'." : $"Run 'logguardian {command} --help'.";
        string? unknown = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        string problem = (command, unknown) switch
        {
            (null, null) => "No command is given; it must be scan, learn, parse or patterns.",
            (null, _) => $"'{unknown}' is not a command; it must be scan, learn, parse or patterns.",
            (_, ['-', _, ..]) => $"'{unknown}' is not an option of {command}.",
            (_, not null) => $"'{unknown}' is one argument too many; {command} takes one input. Quote names with spaces.",
            _ when MissesInput(parsed) => MissingInput(parsed),
            _ => parsed.Errors[0].Message,
        };
        return $"{problem} {help}";
    }

    /// <summary>The command as it is typed after the tool's name, such as <c>model verify</c>.</summary>
    private static string NameOf(CommandResult command) =>
        command.Parent is CommandResult { Parent: not null } outer ? $"{NameOf(outer)} {command.Command.Name}" : command.Command.Name;

    private static bool MissesInput(ParseResult parsed) =>
        parsed.CommandResult.Command.Arguments.Any(argument => parsed.GetResult(argument) is not { Tokens.Count: > 0 });

    private static string MissingInput(ParseResult parsed)
    {
        bool swallowed = parsed.CommandResult.Children.OfType<OptionResult>()
            .Any(option => option is { Option.AllowMultipleArgumentsPerToken: true, Implicit: false });
        return "No input is given; it must be a file, or - for standard input."
            + (swallowed ? " --learn takes every name that follows it: put the input before it." : "");
    }
}
