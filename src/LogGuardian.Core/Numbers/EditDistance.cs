using System.Runtime.CompilerServices;

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

    // Of each symbol of the other sequence by how much the last row of the word above grows from the symbol before: 1, 0, or 2 for −1.
    private byte[] _carries = [];
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
        Grow(ref _masks, (_length + 1) * _words);
        Array.Clear(_masks, 0, (_length + 1) * _words);
        for (int i = 0; i < pattern.Length; i++)
        {
            Grow(ref _slots, pattern[i] + 1);
            ref int slot = ref _slots[pattern[i]];
            if (slot == 0)
            {
                _used[_symbols++] = pattern[i];
                slot = _symbols;
            }

            _masks[(i / WordBits * (_length + 1)) + slot] |= 1UL << (i % WordBits);
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

        Grow(ref _carries, text.Length);
        Span<byte> carries = _carries.AsSpan(0, text.Length);
        carries.Fill(1);
        for (int word = 0; word < _words - 1; word++)
        {
            Step(word, text, carries);
        }

        return Finish(text, carries, most);
    }

    /// <summary>One word of all columns but the last one; the carries are those into it, and then those out of it.</summary>
    private void Step(int word, ReadOnlySpan<int> text, Span<byte> carries)
    {
        ReadOnlySpan<ulong> masks = _masks.AsSpan(word * (_length + 1), _symbols + 1);
        ulong plus = ulong.MaxValue;
        ulong minus = 0;
        for (int i = 0; i < text.Length; i++)
        {
            (ulong up, ulong down) = Step(masks[SlotOf(text[i])], carries[i], ref plus, ref minus);
            carries[i] = (byte)((up >> (WordBits - 1)) | (down >> (WordBits - 1) << 1));
        }
    }

    /// <summary>The last word, whose last row is the distance.</summary>
    private int Finish(ReadOnlySpan<int> text, ReadOnlySpan<byte> carries, int most)
    {
        ReadOnlySpan<ulong> masks = _masks.AsSpan((_words - 1) * (_length + 1), _symbols + 1);
        ulong plus = ulong.MaxValue;
        ulong minus = 0;
        int last = (_length - 1) % WordBits;
        int distance = _length;
        for (int i = 0; i < text.Length; i++)
        {
            (ulong up, ulong down) = Step(masks[SlotOf(text[i])], carries[i], ref plus, ref minus);
            distance += (int)((up >> last) & 1) - (int)((down >> last) & 1);
            if (distance - (text.Length - 1 - i) > most)
            {
                return most + 1;
            }
        }

        return distance;
    }

    /// <summary>One column of one word.</summary>
    /// <returns>Where its rows grow from the column before, and where they shrink.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Up, ulong Down) Step(ulong equal, ulong carry, ref ulong plus, ref ulong minus)
    {
        ulong vertical = equal | minus;
        equal |= carry >> 1;
        ulong horizontal = (((equal & plus) + plus) ^ plus) | equal;
        ulong up = minus | ~(horizontal | plus);
        ulong down = plus & horizontal;
        ulong shifted = (up << 1) | (carry & 1);
        plus = ((down << 1) | (carry >> 1)) | ~(vertical | shifted);
        minus = shifted & vertical;
        return (up, down);
    }

    private int SlotOf(int symbol) => symbol < _slots.Length ? _slots[symbol] : 0;

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            Array.Resize(ref array, Math.Max(length, 2 * array.Length));
        }
    }
}
