using System.CommandLine;
using System.CommandLine.Invocation;

namespace LogGuardian.Cli;

/// <summary>Writes something instead of running the command.</summary>
internal sealed class WriteAction(Action<ParseResult> write) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        write(parseResult);
        return ExitCode.Success;
    }
}
