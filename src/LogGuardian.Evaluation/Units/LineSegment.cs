namespace LogGuardian.Evaluation;

/// <summary>Consecutive records of one file and one system. No window goes beyond its segment.</summary>
/// <param name="source">The file.</param>
/// <param name="system">The system; empty where the data hold only one.</param>
/// <param name="start">Ordinal of its first record.</param>
internal sealed class LineSegment(string source, string system, int start)
{
    // Most records follow each other line by line: where a run of them begins is enough.
    private readonly List<(int Ordinal, long Line)> _runs = [];

    public string Source { get; } = source;

    public string System { get; } = system;

    public int Start { get; } = start;

    public int Count { get; private set; }

    public int End => Start + Count;

    public void Add(long lineId)
    {
        if (_runs.Count == 0 || lineId != _runs[^1].Line + (End - _runs[^1].Ordinal))
        {
            _runs.Add((End, lineId));
        }

        Count++;
    }

    /// <summary>1-based physical line of a record.</summary>
    public long LineOf(int ordinal)
    {
        (int first, long line) = _runs[LastRun(run => run.Ordinal <= ordinal)];
        return line + (ordinal - first);
    }

    /// <summary>The record that a line, its own or one that continues it, belongs to.</summary>
    /// <param name="lineId">A physical line, not before the first record.</param>
    public int OrdinalOf(long lineId)
    {
        int run = LastRun(run => run.Line <= lineId);
        int end = run + 1 < _runs.Count ? _runs[run + 1].Ordinal : End;
        return (int)Math.Min(_runs[run].Ordinal + (lineId - _runs[run].Line), end - 1);
    }

    private int LastRun(Predicate<(int Ordinal, long Line)> isBefore)
    {
        int low = 0;
        int high = _runs.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = isBefore(_runs[middle]) ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}
