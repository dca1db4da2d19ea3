using System.Numerics;

namespace LogGuardian.Core;

/// <summary>
/// Numbers of at least 0 by two other numbers: open addressing with linear probing in one array of 16 bytes an entry, so that a look-up is one multiplication
/// and mostly one cache line. Entries leave all at once; whoever adds bounds how many there are. Not safe for concurrent callers.
/// </summary>
internal sealed class PairMap
{
    private const int FirstSlots = 64;

    // A value of 0 marks a free slot, so that values are stored plus one.
    private Slot[] _slots = new Slot[FirstSlots];
    private int _shift = 64 - BitOperations.Log2(FirstSlots);

    public int Count { get; private set; }

    public bool TryGetValue(int first, int second, out int value)
    {
        ulong key = KeyOf(first, second);
        Slot[] slots = _slots;
        for (int at = HomeOf(key); ; at = (at + 1) & (slots.Length - 1))
        {
            Slot slot = slots[at];
            if (slot.Key == key || slot.Value == 0)
            {
                value = slot.Value - 1;
                return value >= 0;
            }
        }
    }

    /// <summary>The value of a pair, which becomes <paramref name="value"/> when it had none.</summary>
    /// <param name="first">The first number of the pair.</param>
    /// <param name="second">The second one.</param>
    /// <param name="value">What a pair without a value gets; at least 0.</param>
    public int GetOrAdd(int first, int second, int value)
    {
        ulong key = KeyOf(first, second);
        int at = HomeOf(key);
        for (; _slots[at].Value != 0; at = (at + 1) & (_slots.Length - 1))
        {
            if (_slots[at].Key == key)
            {
                return _slots[at].Value - 1;
            }
        }

        _slots[at] = new Slot(key, value + 1);
        if (++Count > _slots.Length / 2)
        {
            Grow();
        }

        return value;
    }

    /// <summary>Holds what another map holds, which does not change.</summary>
    public void CopyFrom(PairMap other) => (_slots, _shift, Count) = ([.. other._slots], other._shift, other.Count);

    public void Clear()
    {
        Array.Clear(_slots);
        Count = 0;
    }

    private static ulong KeyOf(int first, int second) => ((ulong)(uint)first << 32) | (uint)second;

    // Fibonacci hashing (Knuth, The Art of Computer Programming, 6.4).
    private int HomeOf(ulong key) => (int)((key * 0x9E3779B97F4A7C15) >> _shift);

    private void Grow()
    {
        Slot[] former = _slots;
        _slots = new Slot[2 * former.Length];
        _shift--;
        foreach (Slot slot in former)
        {
            if (slot.Value != 0)
            {
                int at = HomeOf(slot.Key);
                while (_slots[at].Value != 0)
                {
                    at = (at + 1) & (_slots.Length - 1);
                }

                _slots[at] = slot;
            }
        }
    }

    private readonly record struct Slot(ulong Key, int Value);
}
