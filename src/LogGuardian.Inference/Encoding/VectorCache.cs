namespace LogGuardian.Inference;

/// <summary>Vectors by key; the one used least recently leaves first. Grows as it is filled. Safe for concurrent callers.</summary>
internal sealed class VectorCache(int capacity, int dimension)
{
    private const int None = -1;
    private const int Chunk = 256;
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, int> _slots = [];
    private readonly List<float[]> _chunks = [];
    private readonly List<Link> _links = [];
    private int _newest = None;
    private int _oldest = None;

    /// <summary>Vectors that are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _links.Count;
            }
        }
    }

    public bool TryGet(UInt128 key, Span<float> vector)
    {
        lock (_gate)
        {
            if (!_slots.TryGetValue(key, out int slot))
            {
                return false;
            }

            if (slot != _newest)
            {
                Unlink(slot);
                LinkNewest(slot);
            }

            VectorAt(slot).CopyTo(vector);
            return true;
        }
    }

    public void Set(UInt128 key, ReadOnlySpan<float> vector)
    {
        if (capacity == 0)
        {
            return;
        }

        lock (_gate)
        {
            if (_slots.TryGetValue(key, out int slot))
            {
                Unlink(slot);
            }
            else
            {
                slot = _links.Count < capacity ? Grow() : Evict();
                _slots.Add(key, slot);
            }

            _links[slot] = new Link(key, None, None);
            LinkNewest(slot);
            vector.CopyTo(VectorAt(slot));
        }
    }

    /// <summary>Goes through what is kept, the oldest first; nobody else gets in meanwhile.</summary>
    public void ForEach(Action<int> begin, Action<UInt128, ReadOnlyMemory<float>> each)
    {
        lock (_gate)
        {
            begin(_links.Count);
            for (int slot = _oldest; slot != None; slot = _links[slot].Newer)
            {
                each(_links[slot].Key, _chunks[slot / Chunk].AsMemory(slot % Chunk * dimension, dimension));
            }
        }
    }

    private Span<float> VectorAt(int slot) => _chunks[slot / Chunk].AsSpan(slot % Chunk * dimension, dimension);

    private int Grow()
    {
        int slot = _links.Count;
        if (slot % Chunk == 0)
        {
            _chunks.Add(new float[Math.Min(Chunk, capacity - slot) * dimension]);
        }

        _links.Add(default);
        return slot;
    }

    private int Evict()
    {
        int slot = _oldest;
        _slots.Remove(_links[slot].Key);
        Unlink(slot);
        return slot;
    }

    private void Unlink(int slot)
    {
        (UInt128 _, int older, int newer) = _links[slot];
        if (older == None)
        {
            _oldest = newer;
        }
        else
        {
            _links[older] = _links[older] with { Newer = newer };
        }

        if (newer == None)
        {
            _newest = older;
        }
        else
        {
            _links[newer] = _links[newer] with { Older = older };
        }
    }

    private void LinkNewest(int slot)
    {
        _links[slot] = _links[slot] with { Older = _newest, Newer = None };
        if (_newest == None)
        {
            _oldest = slot;
        }
        else
        {
            _links[_newest] = _links[_newest] with { Newer = slot };
        }

        _newest = slot;
    }

    private readonly record struct Link(UInt128 Key, int Older, int Newer);
}
