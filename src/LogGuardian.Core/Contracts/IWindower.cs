namespace LogGuardian;

/// <summary>Groups parsed logs into windows. One instance per run, called by one thread.</summary>
public interface IWindower
{
    /// <summary>Number of logs that belonged to no window, such as lines without a session key.</summary>
    long Unassigned { get; }

    /// <summary>Adds a log and hands over the windows that it closed.</summary>
    /// <param name="log">The log.</param>
    /// <param name="closed">Receives closed windows, oldest first.</param>
    void Append(in ParsedLog log, ICollection<LogWindow> closed);

    /// <summary>Closes every open window: the stream has ended.</summary>
    /// <param name="closed">Receives the windows, oldest first.</param>
    void Flush(ICollection<LogWindow> closed);
}
