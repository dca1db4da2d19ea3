namespace LogGuardian.Evaluation;

/// <summary>
/// Walks two count vectors side by side. Few events come in a unit, so that this beats vectorised arithmetic on rows that are mostly zeros.
/// </summary>
internal ref struct PairsWalk(int[] pairs, int[] others)
{
    private int _at;
    private int _otherAt;

    public int Event { get; private set; }

    public int Count { get; private set; }

    public int OtherCount { get; private set; }

    public bool MoveNext()
    {
        int next = _at < pairs.Length ? pairs[_at] : int.MaxValue;
        int other = _otherAt < others.Length ? others[_otherAt] : int.MaxValue;
        if (next == int.MaxValue && other == int.MaxValue)
        {
            return false;
        }

        Event = Math.Min(next, other);
        Count = 0;
        OtherCount = 0;
        if (next == Event)
        {
            Count = pairs[_at + 1];
            _at += 2;
        }

        if (other == Event)
        {
            OtherCount = others[_otherAt + 1];
            _otherAt += 2;
        }

        return true;
    }
}
