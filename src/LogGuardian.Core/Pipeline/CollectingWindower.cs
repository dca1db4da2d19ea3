namespace LogGuardian.Core;

/// <summary>Takes every log and closes no window: for callers who want parsed logs alone.</summary>
internal sealed class CollectingWindower(ICollection<ParsedLog> logs) : IWindower
{
    public long Unassigned => 0;

    public void Append(in ParsedLog log, ICollection<LogWindow> closed) => logs.Add(log);

    public void Flush(ICollection<LogWindow> closed)
    {
    }
}
