using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// A bounded set of different normal sequences and the search for the nearest by edit distance. An equal one is found by hash. Others are tried in the order of the
/// least distance that their bags of templates, in 32 buckets, leave possible: an edit changes each bag by one at most. The search ends where no distance can be less, or
/// after the <see cref="MaxAligned"/> most alike: then the distance may be a little too great.
/// </summary>
internal sealed class NormalSequences(int capacity)
{
    private const int Buckets = 32;

    // Of more, the farthest by their bags; in windows of unordered lines no bound leaves fewer than all.
    private const int MaxAligned = 16;

    private readonly EditDistance _distance = new();
    private Dictionary<ulong, int> _rows = [];
    private List<int[]> _sequences = [];
    private List<Vector256<byte>> _bags = [];
    private List<int> _lengths = [];
    private List<long> _used = [];
    private (int Least, int Row)[] _candidates = [];
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
        int least = int.MaxValue - 1;
        foreach ((int bound, int candidate) in MostAlike(BagOf(sequence), sequence.Length))
        {
            if (bound >= least)
            {
                break;
            }

            if (_distance.To(_sequences[candidate], least - 1) is var distance && distance < least)
            {
                (least, row) = (distance, candidate);
            }
        }

        return least;
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
        int[][] sequences = ByUse();
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

    /// <summary>Holds what another one holds. A sequence does not change.</summary>
    public void CopyFrom(NormalSequences other)
    {
        (_rows, _sequences, _bags) = (new Dictionary<ulong, int>(other._rows), [.. other._sequences], [.. other._bags]);
        (_lengths, _used, _uses) = ([.. other._lengths], [.. other._used], other._uses);
    }

    /// <summary>Adds the sequences of another one, as lately used as they are there.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="symbols">By its symbols: those here, -1 for none.</param>
    public void Merge(NormalSequences other, int[] symbols)
    {
        int[][] theirs = [.. other.ByUse().Select(sequence => Array.ConvertAll(sequence, symbol => symbols[symbol])).Where(sequence => !sequence.Contains(-1))];
        int[][] all = Sightings.Interleave(ByUse(), Count, theirs, theirs.Length, Comparer<int[]>.Create((one, another) => one.AsSpan().SequenceCompareTo(another)));
        Clear();
        foreach (int[] sequence in all)
        {
            Add(sequence.AsSpan(0, WithoutRepetitions(sequence)));
        }
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

    /// <summary>From the one that came longest ago to the latest.</summary>
    private int[][] ByUse() => [.. Enumerable.Range(0, Count).OrderBy(row => _used[row]).Select(row => (int[])_sequences[row].Clone())];

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

    /// <summary>The rows that may be nearest with the least distance that is possible, from the least on.</summary>
    private ReadOnlySpan<(int Least, int Row)> MostAlike(Vector256<byte> bag, int length)
    {
        if (_candidates.Length == 0)
        {
            _candidates = new (int, int)[MaxAligned];
        }

        int count = 0;
        int most = int.MaxValue;
        ReadOnlySpan<Vector256<byte>> bags = CollectionsMarshal.AsSpan(_bags);
        ReadOnlySpan<int> lengths = CollectionsMarshal.AsSpan(_lengths);
        for (int row = 0; row < bags.Length; row++)
        {
            // What one holds beyond the other, the greater of both ways, is half of what they differ in and half of what they differ in length.
            int longer = Math.Abs(length - lengths[row]);
            int bound = Math.Max(longer, (Difference(bag, bags[row]) + longer + 1) / 2);
            if (bound >= most)
            {
                continue;
            }

            int at = count < MaxAligned ? count++ : MaxAligned - 1;
            for (; at > 0 && _candidates[at - 1].Least > bound; at--)
            {
                _candidates[at] = _candidates[at - 1];
            }

            _candidates[at] = (bound, row);
            most = count == MaxAligned ? _candidates[^1].Least : most;
        }

        return _candidates.AsSpan(0, count);
    }

    private static int Difference(Vector256<byte> one, Vector256<byte> other)
    {
        if (Avx2.IsSupported)
        {
            Vector256<ushort> sums = Avx2.SumAbsoluteDifferences(one, other);
            Vector128<int> halves = (sums.GetLower() + sums.GetUpper()).AsInt32();
            return halves[0] + halves[2];
        }

        (Vector256<ushort> low, Vector256<ushort> high) = Vector256.Widen(Vector256.Max(one, other) - Vector256.Min(one, other));
        return Vector256.Sum(low + high);
    }

    private void Store(int row, ulong hash, ReadOnlySpan<int> sequence)
    {
        if (row == Count)
        {
            _sequences.Add([]);
            _bags.Add(default);
            _lengths.Add(0);
            _used.Add(0);
        }

        _rows.Add(hash, row);
        _sequences[row] = sequence.ToArray();
        _bags[row] = BagOf(sequence);
        _lengths[row] = sequence.Length;
    }

    private int Free()
    {
        int oldest = 0;
        for (int row = 1; row < Count; row++)
        {
            oldest = _used[row] < _used[oldest] ? row : oldest;
        }

        _rows.Remove(HashOf(_sequences[oldest]));
        return oldest;
    }

    private void Clear()
    {
        _rows.Clear();
        _sequences.Clear();
        _bags.Clear();
        _used.Clear();
        _lengths.Clear();
        _uses = 0;
    }
}
