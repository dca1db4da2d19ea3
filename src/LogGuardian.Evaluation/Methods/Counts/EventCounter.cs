namespace LogGuardian.Evaluation;

/// <summary>Counts the events of a unit. Reuses its buffers.</summary>
internal sealed class EventCounter
{
    private int[] _sorted = [];
    private int[] _pairs = [];

    /// <returns>Event, count, event, count and so on, by event; valid until the next call.</returns>
    public ReadOnlySpan<int> Count(ReadOnlySpan<int> events)
    {
        if (_sorted.Length < events.Length)
        {
            _sorted = new int[events.Length * 2];
            _pairs = new int[events.Length * 4];
        }

        Span<int> sorted = _sorted.AsSpan(0, events.Length);
        events.CopyTo(sorted);
        sorted.Sort();
        int used = 0;
        foreach (int next in sorted)
        {
            if (used > 0 && _pairs[used - 2] == next)
            {
                _pairs[used - 1]++;
            }
            else
            {
                _pairs[used++] = next;
                _pairs[used++] = 1;
            }
        }

        return _pairs.AsSpan(0, used);
    }
}
