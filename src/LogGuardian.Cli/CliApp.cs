using System.CommandLine;
using System.CommandLine.Invocation;

namespace LogGuardian.Cli;

/// <summary>One run of the tool: parses the command line, runs the command, and turns whatever happens into an exit code and a line.</summary>
internal static class CliApp
{
    private const string DebugVariable = "LOGGUARDIAN_DEBUG";

    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliConsole console, CancellationToken stop)
    {
        try
        {
            int code = await InvokeAsync(args, console, stop).ConfigureAwait(false);
            console.Flush();
            return code;
        }
        catch (OutputClosedException)
        {
            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            console.Error.WriteLine("error: Stopped before the end.");
            return ExitCode.Stopped;
        }
        catch (Exception e)
        {
            return Fail(e, console);
        }
    }

    private static Task<int> InvokeAsync(IReadOnlyList<string> args, CliConsole console, CancellationToken stop)
    {
        // A log may be called "@app.log": nothing on the command line is read as a file of more arguments.
        ParseResult parsed = CliRoot.Create(console).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction || (parsed.Action is null && parsed.Errors.Count > 0))
        {
            throw new CliException(UsageProblem.Describe(parsed));
        }

        var configuration = new InvocationConfiguration
        {
            Output = console.Output,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return parsed.InvokeAsync(configuration, stop);
    }

    private static int Fail(Exception e, CliConsole console)
    {
        bool debug = Environment.GetEnvironmentVariable(DebugVariable) is "1" or "true";
        string message = e is CliException or LogSourceException
            ? e.Message
            : $"Unexpected {e.GetType().Name}: {e.Message} Set {DebugVariable}=1 for details, and report it.";
        TryFlush(console);
        console.Error.WriteLine("error: " + SafeText.OneLine(message));
        if (debug)
        {
            console.Error.WriteLine(e);
        }

        return ExitCode.Error;
    }

    /// <summary>What was found before the error is still worth reading.</summary>
    private static void TryFlush(CliConsole console)
    {
        try
        {
            console.Flush();
        }
        catch (Exception e) when (e is CliException or OutputClosedException)
        {
            // The error at hand is reported; this one follows from it or says the same.
        }
    }
}
