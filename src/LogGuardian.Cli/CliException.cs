namespace LogGuardian.Cli;

/// <summary>Ends the run with exit code 2. The message is the whole line after <c>error: </c>: what is wrong, what it must be, the fix.</summary>
internal sealed class CliException : Exception
{
    public CliException(string message)
        : base(message)
    {
    }

    public CliException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
