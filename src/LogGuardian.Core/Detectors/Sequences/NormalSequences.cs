using System.Runtime.Intrinsics;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// A bounded set of different normal sequences and the search for the nearest by edit distance. An equal one is found by hash. Others are tried from the most
/// similar length on, and only those whose length and bag of templates, in 32 buckets, leave room for a smaller distance than the least so far: an edit
/// changes each by one at most.
/// </summary>
internal sealed class NormalSequences(int capacity)
{
    private const int Buckets = 32;

    private readonly EditDistance _distance = new();
    private readonly Dictionary<ulong, int> _rows = [];
    private readonly List<int[]> _sequences = [];
    private readonly List<Vector256<byte>> _bags = [];
    private readonly List<long> _used = [];

    // Rows by the length of their sequences.
    private readonly List<int> _byLength = [];
    private long _uses;

    public int Count => _sequences.Count;

    public ReadOnlySpan<int> this[int row] => _sequences[row];

    /// <summary>The least edit distance to a sequence of the set, which must not be empty.</summary>
    public int Nearest(ReadOnlySpan<int> sequence, out int row)
    {
        if (_rows.TryGetValue(HashOf(sequence), out row) && sequence.SequenceEqual(_sequences[row]))
        {
            return 0;
        }

        _distance.Prepare(sequence);
        Vector256<byte> bag = BagOf(sequence);
        int least = int.MaxValue - 1;
        int up = FirstOf(sequence.Length);
        int down = up - 1;
        while (true)
        {
            int above = up < Count ? _sequences[_byLength[up]].Length - sequence.Length : int.MaxValue;
            int below = down >= 0 ? sequence.Length - _sequences[_byLength[down]].Length : int.MaxValue;
            if (Math.Min(above, below) >= least)
            {
                return least;
            }

            int candidate = _byLength[above <= below ? up++ : down--];
            if (Difference(bag, _bags[candidate]) < least && _distance.To(_sequences[candidate], least - 1) is var distance && distance < least)
            {
                (least, row) = (distance, candidate);
            }
        }
    }

    /// <summary>Notes that a sequence came, and keeps it if none is equal. When full, the one that came longest ago leaves.</summary>
    public void Add(ReadOnlySpan<int> sequence)
    {
        ulong hash = HashOf(sequence);
        if (!_rows.TryGetValue(hash, out int row))
        {
            row = Count < capacity ? Count : Free();
            Store(row, hash, sequence);
        }

        _used[row] = ++_uses;
    }

    /// <summary>Several templates turned out to be the first of them.</summary>
    public void Join(int[] former)
    {
        int[][] sequences = [.. Enumerable.Range(0, Count).OrderBy(row => _used[row]).Select(row => _sequences[row])];
        Clear();
        foreach (int[] sequence in sequences)
        {
            int[] joined = [.. sequence.Select(symbol => former.Contains(symbol) ? former[0] : symbol)];
            Add(joined.AsSpan(0, WithoutRepetitions(joined)));
        }
    }

    /// <summary>Leaves one of each run of equal symbols, at the front.</summary>
    /// <returns>How many remain.</returns>
    public static int WithoutRepetitions(Span<int> symbols)
    {
        int length = 0;
        foreach (int symbol in symbols)
        {
            if (length == 0 || symbols[length - 1] != symbol)
            {
                symbols[length++] = symbol;
            }
        }

        return length;
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (int row in Enumerable.Range(0, Count).OrderBy(row => _used[row]))
        {
            writer.WriteStartArray();
            foreach (int symbol in _sequences[row])
            {
                writer.WriteNumberValue(symbol);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    public void Load(JsonElement saved, Func<int, int> check)
    {
        Clear();
        foreach (JsonElement sequence in saved.EnumerateArray())
        {
            Add([.. sequence.EnumerateArray().Select(symbol => check(symbol.GetInt32()))]);
        }
    }

    private static ulong HashOf(ReadOnlySpan<int> sequence)
    {
        ulong hash = (ulong)sequence.Length;
        foreach (int symbol in sequence)
        {
            hash = (ulong.RotateLeft(hash, 23) ^ (uint)symbol) * 0x9E3779B97F4A7C15;
        }

        return hash;
    }

    private static Vector256<byte> BagOf(ReadOnlySpan<int> sequence)
    {
        Span<byte> bag = stackalloc byte[Buckets];
        foreach (int symbol in sequence)
        {
            ref byte count = ref bag[symbol % Buckets];
            count += count < byte.MaxValue ? (byte)1 : (byte)0;
        }

        return Vector256.Create<byte>(bag);
    }

    /// <summary>What one bag holds beyond the other, the greater of both ways: no edit distance is less.</summary>
    private static int Difference(Vector256<byte> one, Vector256<byte> other) =>
        Math.Max(Sum(Vector256.SubtractSaturate(one, other)), Sum(Vector256.SubtractSaturate(other, one)));

    private static int Sum(Vector256<byte> bytes)
    {
        (Vector256<ushort> low, Vector256<ushort> high) = Vector256.Widen(bytes);
        return Vector256.Sum(low + high);
    }

    private int FirstOf(int length)
    {
        int first = 0;
        for (int end = _byLength.Count; first < end;)
        {
            int middle = (first + end) / 2;
            (first, end) = _sequences[_byLength[middle]].Length < length ? (middle + 1, end) : (first, middle);
        }

        return first;
    }

    private void Store(int row, ulong hash, ReadOnlySpan<int> sequence)
    {
        if (row == Count)
        {
            _sequences.Add([]);
            _bags.Add(default);
            _used.Add(0);
        }

        _rows.Add(hash, row);
        _sequences[row] = sequence.ToArray();
        _bags[row] = BagOf(sequence);
        _byLength.Insert(FirstOf(sequence.Length), row);
    }

    private int Free()
    {
        int oldest = 0;
        for (int row = 1; row < Count; row++)
        {
            oldest = _used[row] < _used[oldest] ? row : oldest;
        }

        _rows.Remove(HashOf(_sequences[oldest]));
        _byLength.Remove(oldest);
        return oldest;
    }

    private void Clear()
    {
        _rows.Clear();
        _sequences.Clear();
        _bags.Clear();
        _used.Clear();
        _byLength.Clear();
        _uses = 0;
    }
}
