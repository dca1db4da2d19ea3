namespace LogGuardian;

/// <summary>
/// Groups parsed logs into windows. One instance per run, called by one thread at a time. One that implements <see cref="IStateful"/>, too, has its
/// open windows in the state.
/// </summary>
public interface IWindower
{
    /// <summary>Number of logs that belonged to no window, such as lines without a session key.</summary>
    long Unassigned { get; }

    /// <summary>Number of logs that came after their own window had closed and went into another one; 0 where that cannot happen.</summary>
    long Late => 0;

    /// <summary>Silence by the clock after which <see cref="CloseIdle"/> is called; null when windows close by their logs alone.</summary>
    TimeSpan? IdleFor => null;

    /// <summary>Adds a log and hands over the windows that it closed.</summary>
    /// <param name="log">The log.</param>
    /// <param name="closed">Receives closed windows, oldest first.</param>
    void Append(in ParsedLog log, ICollection<LogWindow> closed);

    /// <summary>Closes the windows of sources that were silent for <see cref="IdleFor"/>.</summary>
    /// <param name="closed">Receives the windows, oldest first.</param>
    void CloseIdle(ICollection<LogWindow> closed)
    {
    }

    /// <summary>Closes every open window: the stream has ended.</summary>
    /// <param name="closed">Receives the windows, oldest first.</param>
    void Flush(ICollection<LogWindow> closed);
}
