using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;

namespace LogGuardian.Cli;

/// <summary>The commands of the tool, their help, and its version.</summary>
internal static class CliRoot
{
    private const int WidthOfFiles = 110;

    public static Command Create(CliConsole console)
    {
        // Not a RootCommand: that takes its name from the file that runs, which is not what people type.
        var help = new HelpOption { Recursive = true };
        var root = new Command("logguardian", "Finds anomalies in log files and says why.")
        {
            new ScanCommand(console),
            new LearnCommand(console),
            new FeedbackCommand(console),
            new ParseCommand(console),
            new PatternsCommand(console),
            new EvaluateCommand(console),
            new ModelCommand(console),
        };
        var layout = (HelpAction)help.Action!;
        layout.MaxWidth = console.Terminal.Width > 0 ? console.Terminal.Width : WidthOfFiles;
        help.Action = new WriteAction(parsed =>
        {
            layout.Invoke(parsed);
            console.Output.Write(HelpText.After(parsed.CommandResult.Command));
        });
        root.Add(help);
        root.Add(new VersionOption { Action = new WriteAction(_ => console.Output.WriteLine(Version)) });
        return root;
    }

    private static string Version =>
        typeof(CliRoot).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
