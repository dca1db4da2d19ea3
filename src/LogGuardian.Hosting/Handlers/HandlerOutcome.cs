namespace LogGuardian.Hosting;

/// <summary>What became of a detection that was meant for a handler.</summary>
internal enum HandlerOutcome
{
    /// <summary>The handler took it.</summary>
    Handled,

    /// <summary>The handler threw.</summary>
    Failed,

    /// <summary>The handler took too long and was abandoned.</summary>
    TimedOut,

    /// <summary>The handler was still busy with one that had taken too long.</summary>
    Skipped,

    /// <summary>Too many waited, or the host had stopped.</summary>
    Dropped,
}
