namespace LogGuardian.Cli;

/// <summary>What the process returns. Documented in the help and the README: scripts depend on it.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Anomalies = 1;
    public const int Error = 2;

    /// <summary>Ctrl+C or SIGTERM before the end; 128 + SIGINT, as shells have it.</summary>
    public const int Stopped = 130;
}
