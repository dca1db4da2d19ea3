namespace LogGuardian.Evaluation;

/// <summary>Consecutive records of one file and one system. No window goes beyond its segment.</summary>
/// <param name="source">The file.</param>
/// <param name="system">The system; empty where the data hold only one.</param>
/// <param name="start">Ordinal of its first record.</param>
internal sealed class LineSegment(string source, string system, int start)
{
    private readonly List<uint> _ids = [];

    public string Source { get; } = source;

    public string System { get; } = system;

    public int Start { get; } = start;

    public int Count => _ids.Count;

    public int End => Start + _ids.Count;

    public void Add(long lineId) => _ids.Add(checked((uint)lineId));

    /// <summary>1-based physical line of a record.</summary>
    public long LineOf(int ordinal) => _ids[ordinal - Start];

    /// <summary>The record that a line belongs to.</summary>
    /// <param name="lineId">The physical line.</param>
    /// <param name="ordinal">The record of the line before it; the segment's start for the first.</param>
    public int OrdinalOf(long lineId, int ordinal)
    {
        int at = ordinal - Start;
        while (at + 1 < _ids.Count && _ids[at + 1] <= lineId)
        {
            at++;
        }

        return Start + at;
    }
}
