namespace LogGuardian.Inference;

/// <summary>Takes ids as long as there is room.</summary>
internal ref struct IdWriter(Span<int> ids)
{
    private readonly Span<int> _ids = ids;

    public int Count { get; private set; }

    public readonly bool IsFull => Count == _ids.Length;

    public void Add(int id)
    {
        if (!IsFull)
        {
            _ids[Count++] = id;
        }
    }

    public void Add(scoped ReadOnlySpan<int> ids)
    {
        ids = ids[..Math.Min(ids.Length, _ids.Length - Count)];
        ids.CopyTo(_ids[Count..]);
        Count += ids.Length;
    }
}
