namespace LogGuardian.Cli;

/// <summary>The highest scores of a stream, in bounded memory; of equal scores the earlier one stays.</summary>
internal sealed class TopList<T>(int capacity)
{
    private readonly PriorityQueue<T, (float Score, long Earliness)> _worstFirst = new();
    private long _added;

    public bool Takes(float score) => _worstFirst.Count < capacity || (_worstFirst.TryPeek(out _, out (float Score, long) worst) && score > worst.Score);

    public void Add(float score, T item)
    {
        _worstFirst.Enqueue(item, (score, -_added++));
        if (_worstFirst.Count > capacity)
        {
            _worstFirst.Dequeue();
        }
    }

    public IEnumerable<T> BestFirst() =>
        _worstFirst.UnorderedItems.OrderByDescending(pair => pair.Priority).Select(pair => pair.Element);
}
