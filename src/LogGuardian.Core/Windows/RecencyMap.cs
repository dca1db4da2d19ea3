using System.Diagnostics.CodeAnalysis;

namespace LogGuardian.Core;

/// <summary>A bounded dictionary that knows which entry was used longest ago, which is the one that leaves first.</summary>
internal sealed class RecencyMap<TValue>(int capacity)
{
    private readonly Dictionary<string, LinkedListNode<KeyValuePair<string, TValue>>> _nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<KeyValuePair<string, TValue>> _order = new();
    private readonly int _capacity = capacity;

    public int Count => _nodes.Count;

    /// <summary>From the entry used longest ago to the newest.</summary>
    public IEnumerable<KeyValuePair<string, TValue>> Entries => _order;

    /// <summary>From the entry used longest ago to the newest.</summary>
    public IEnumerable<TValue> Values => _order.Select(pair => pair.Value);

    public bool TryGet(ReadOnlySpan<char> key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_nodes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out LinkedListNode<KeyValuePair<string, TValue>>? node))
        {
            if (node.Next is not null)
            {
                _order.Remove(node);
                _order.AddLast(node);
            }

            value = node.Value.Value;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Adds an entry; when the map was full, the entry used longest ago leaves and is handed over.</summary>
    public bool Add(string key, TValue value, [MaybeNullWhen(false)] out TValue evicted)
    {
        bool full = _nodes.Count >= _capacity;
        evicted = default;
        if (full)
        {
            TryRemoveOldest(out evicted);
        }

        _nodes.Add(key, _order.AddLast(new KeyValuePair<string, TValue>(key, value)));
        return full;
    }

    public bool TryPeekOldest([MaybeNullWhen(false)] out TValue value)
    {
        value = _order.First is { } first ? first.Value.Value : default;
        return _order.First is not null;
    }

    public bool TryRemoveOldest([MaybeNullWhen(false)] out TValue value)
    {
        if (_order.First is not { } first)
        {
            value = default;
            return false;
        }

        _order.RemoveFirst();
        _nodes.Remove(first.Value.Key);
        value = first.Value.Value;
        return true;
    }

    public void Remove(string key)
    {
        if (_nodes.Remove(key, out LinkedListNode<KeyValuePair<string, TValue>>? node))
        {
            _order.Remove(node);
        }
    }

    public void Clear()
    {
        _nodes.Clear();
        _order.Clear();
    }
}
