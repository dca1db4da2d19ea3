namespace LogGuardian;

/// <summary>Where lines come from.</summary>
public interface ILogSource
{
    /// <summary>Reads lines in order. A line that cannot be delivered is yielded with <see cref="LogLine.Skipped"/> set, never thrown.</summary>
    /// <exception cref="LogSourceException">The source as a whole cannot be read.</exception>
    IAsyncEnumerable<LogLine> ReadAsync(CancellationToken cancellationToken = default);
}
