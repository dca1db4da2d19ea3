namespace LogGuardian.Core;

/// <summary>
/// Levenshtein distance of one sequence to many others: the least number of insertions, deletions and replacements. Bit-parallel, 64 rows at a time (Myers, A
/// fast bit-vector algorithm for approximate string matching, JACM 1999; blocks after Hyyrö, A bit-vector algorithm for computing Levenshtein and Damerau
/// edit distances, 2003). Symbols are small numbers of at least 0.
/// </summary>
internal sealed class EditDistance
{
    private const int WordBits = 64;

    // Of each symbol the place of its masks, and 0 for one that the pattern does not hold.
    private int[] _slots = [];
    private int[] _used = [];
    private ulong[] _masks = [];
    private ulong[] _plus = [];
    private ulong[] _minus = [];
    private int _length;
    private int _words;
    private int _symbols;

    /// <summary>Sets the sequence that others are compared with.</summary>
    public void Prepare(ReadOnlySpan<int> pattern)
    {
        foreach (int symbol in _used.AsSpan(0, _symbols))
        {
            _slots[symbol] = 0;
        }

        _symbols = 0;
        _length = pattern.Length;
        _words = (_length + WordBits - 1) / WordBits;
        Grow(ref _used, _length);
        Grow(ref _plus, _words);
        Grow(ref _minus, _words);
        Grow(ref _masks, (_length + 1) * _words);
        Array.Clear(_masks);
        for (int i = 0; i < pattern.Length; i++)
        {
            Grow(ref _slots, pattern[i] + 1);
            ref int slot = ref _slots[pattern[i]];
            if (slot == 0)
            {
                _used[_symbols++] = pattern[i];
                slot = _symbols;
            }

            _masks[(slot * _words) + (i / WordBits)] |= 1UL << (i % WordBits);
        }
    }

    /// <summary>Distance of the pattern to another sequence.</summary>
    /// <param name="text">The other sequence.</param>
    /// <param name="most">The greatest distance of interest.</param>
    /// <returns>The distance; some number above <paramref name="most"/> when it is greater.</returns>
    public int To(ReadOnlySpan<int> text, int most)
    {
        if (_length == 0)
        {
            return text.Length;
        }

        _plus.AsSpan(0, _words).Fill(ulong.MaxValue);
        _minus.AsSpan(0, _words).Clear();
        ulong last = 1UL << ((_length - 1) % WordBits);
        int distance = _length;
        for (int i = 0; i < text.Length; i++)
        {
            int slot = text[i] < _slots.Length ? _slots[text[i]] : 0;
            int carry = 1;
            for (int word = 0; word < _words; word++)
            {
                carry = Step(word, _masks[(slot * _words) + word], carry, word == _words - 1 ? last : 1UL << (WordBits - 1));
            }

            distance += carry;
            if (distance - (text.Length - 1 - i) > most)
            {
                return most + 1;
            }
        }

        return distance;
    }

    /// <summary>One column of one word.</summary>
    /// <returns>By how much its last row grows from the column before, −1 to 1.</returns>
    private int Step(int word, ulong equal, int carry, ulong last)
    {
        ulong plus = _plus[word];
        ulong minus = _minus[word];
        ulong vertical = equal | minus;
        equal |= carry < 0 ? 1UL : 0;
        ulong horizontal = (((equal & plus) + plus) ^ plus) | equal;
        ulong up = minus | ~(horizontal | plus);
        ulong down = plus & horizontal;
        int grown = (up & last) != 0 ? 1 : (down & last) != 0 ? -1 : 0;
        up = (up << 1) | (carry > 0 ? 1UL : 0);
        down = (down << 1) | (carry < 0 ? 1UL : 0);
        _plus[word] = down | ~(vertical | up);
        _minus[word] = up & vertical;
        return grown;
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            Array.Resize(ref array, Math.Max(length, 2 * array.Length));
        }
    }
}
