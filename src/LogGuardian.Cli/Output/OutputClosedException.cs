namespace LogGuardian.Cli;

/// <summary>Nobody reads standard output any more: the run ends without a word.</summary>
internal sealed class OutputClosedException(Exception inner) : Exception("Standard output was closed.", inner);
