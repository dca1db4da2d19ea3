using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>
/// The values that came most: Space-Saving (Metwally, Agrawal, El Abbadi 2005). A bounded number of values is counted; a new one takes the place and
/// the count of the value counted least, and remembers that count as its error. Of N values in k counters no count is too high by more than N/k,
/// and every value that came more often than that has a counter. Exact until the counters are full. Texts lie in one block of bytes, so that
/// a new value allocates nothing once the block has its size.
/// </summary>
internal sealed class TopValueSketch(int capacity, int maxValueLength)
{
    private const int LeastCounters = 4;

    // The hash of the whole value, so that long values with an equal beginning stay apart.
    private ulong[] _hashes = [];
    private long[] _counts = [];
    private long[] _errors = [];
    private short[] _lengths = [];
    private byte[] _texts = [];

    /// <summary>Number of values that are counted.</summary>
    public int Used { get; private set; }

    /// <summary>Most that the count of a value without a counter can be.</summary>
    private long Floor => Used < capacity ? 0 : _counts.AsSpan(0, Used)[Least()];

    public void Add(ulong hash, ReadOnlySpan<byte> text, long times = 1)
    {
        int at = _hashes.AsSpan(0, Used).IndexOf(hash);
        if (at >= 0)
        {
            _counts[at] += times;
        }
        else if (Used < capacity)
        {
            Append(hash, text, isCut: false, times, error: 0);
        }
        else
        {
            at = Least();
            Put(at, hash, text, isCut: false, _counts[at] + times, _counts[at]);
        }
    }

    /// <summary>The counted values in no order: text, highest possible count, and by how much it may be too high.</summary>
    public IEnumerable<(string Text, long Count, long Error)> Values()
    {
        for (int i = 0; i < Used; i++)
        {
            string text = LogText.Printable(LogText.Decode(TextOf(i)), maxValueLength);
            yield return (_lengths[i] < 0 ? text + "…" : text, _counts[i], _errors[i]);
        }
    }

    /// <summary>
    /// Takes over what another sketch counted (Agarwal et al. 2012): counts of a value add up, and a value that one side does not count may have come there
    /// as often as its floor says.
    /// </summary>
    public void Merge(TopValueSketch other)
    {
        long floor = Floor;
        long otherFloor = other.Floor;
        var all = new List<(TopValueSketch From, int At, long Count, long Error)>(Used + other.Used);
        for (int i = 0; i < Used; i++)
        {
            int at = other._hashes.AsSpan(0, other.Used).IndexOf(_hashes[i]);
            all.Add((this, i, _counts[i] + (at >= 0 ? other._counts[at] : otherFloor), _errors[i] + (at >= 0 ? other._errors[at] : otherFloor)));
        }

        for (int i = 0; i < other.Used; i++)
        {
            if (!_hashes.AsSpan(0, Used).Contains(other._hashes[i]))
            {
                all.Add((other, i, other._counts[i] + floor, other._errors[i] + floor));
            }
        }

        var merged = new TopValueSketch(capacity, maxValueLength);
        foreach ((TopValueSketch from, int at, long count, long error) in all.OrderByDescending(value => value.Count).Take(capacity))
        {
            merged.Append(from._hashes[at], from.TextOf(at), from._lengths[at] < 0, count, error);
        }

        (_hashes, _counts, _errors, _lengths, _texts, Used) = (merged._hashes, merged._counts, merged._errors, merged._lengths, merged._texts, merged.Used);
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        for (int i = 0; i < Used; i++)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(_hashes[i]);
            writer.WriteNumberValue(_counts[i]);
            writer.WriteNumberValue(_errors[i]);
            writer.WriteBooleanValue(_lengths[i] < 0);
            writer.WriteBase64StringValue(TextOf(i));
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    /// <summary>Puts what was saved into an empty sketch; of more values than it counts, those that came most.</summary>
    public void Load(JsonElement saved)
    {
        var most = saved.EnumerateArray().Index().OrderByDescending(value => value.Item[1].GetInt64()).Take(capacity).OrderBy(value => value.Index);
        foreach ((_, JsonElement value) in most)
        {
            ulong hash = value[0].GetUInt64();
            (long count, long error) = (value[1].GetInt64(), value[2].GetInt64());
            if (error < 0 || error >= count || _hashes.AsSpan(0, Used).Contains(hash))
            {
                throw new JsonException(FormattableString.Invariant($"A value has count {count} and error {error}; it must be there once, with an error from 0 to below the count."));
            }

            Append(hash, value[4].GetBytesFromBase64(), value[3].GetBoolean(), count, error);
        }
    }

    private ReadOnlySpan<byte> TextOf(int at) => _texts.AsSpan(at * maxValueLength, Math.Abs((int)_lengths[at]));

    private void Append(ulong hash, ReadOnlySpan<byte> text, bool isCut, long count, long error)
    {
        if (Used == _hashes.Length)
        {
            int size = Math.Min(capacity, Math.Max(LeastCounters, 2 * Used));
            Array.Resize(ref _hashes, size);
            Array.Resize(ref _counts, size);
            Array.Resize(ref _errors, size);
            Array.Resize(ref _lengths, size);
            Array.Resize(ref _texts, size * maxValueLength);
        }

        Put(Used++, hash, text, isCut, count, error);
    }

    private void Put(int at, ulong hash, ReadOnlySpan<byte> text, bool isCut, long count, long error)
    {
        _hashes[at] = hash;
        _counts[at] = count;
        _errors[at] = error;
        ReadOnlySpan<byte> kept = Utf8Cut.AtMost(text, maxValueLength);
        kept.CopyTo(_texts.AsSpan(at * maxValueLength));

        // A text that was cut has a negative length; one that is empty cannot have been cut.
        _lengths[at] = (short)(isCut || kept.Length < text.Length ? -kept.Length : kept.Length);
    }

    private int Least()
    {
        ReadOnlySpan<long> counts = _counts.AsSpan(0, Used);
        int least = 0;
        for (int i = 1; i < counts.Length; i++)
        {
            least = counts[i] < counts[least] ? i : least;
        }

        return least;
    }
}
