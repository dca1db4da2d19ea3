using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Counts by bucket, in one array that spans the lowest to the highest. When that would be more than <see cref="MaxBuckets"/>, the lowest are merged into
/// one. What is merged depends on the highest bucket alone and not on the order of the counts, so that merged stores equal one that saw everything.
/// </summary>
internal sealed class BucketStore
{
    private const int MaxBuckets = 1_024;
    private const int LeastBuckets = 32;

    // Of the greatest and the least double with an error of 1 %; no number lies in a bucket beyond.
    private const int MostIndex = 40_000;

    private long[] _counts = [];

    // The bucket that _counts[0] stands for, and the highest bucket that was ever counted.
    private int _first;
    private int _highest = int.MinValue;

    public long Count { get; private set; }

    /// <summary>Whether all that may be spanned is: what is lower belongs to the lowest bucket.</summary>
    private bool IsSpanned => _counts.Length == MaxBuckets && _first == _highest - MaxBuckets + 1;

    public void Add(int index, long times)
    {
        if (Count == 0)
        {
            _first = index;
            _highest = index;
            _counts = _counts.Length > 0 ? _counts : new long[LeastBuckets];
        }
        else if (index >= _first + _counts.Length || (index < _first && !IsSpanned))
        {
            MakeRoom(index);
        }

        _highest = Math.Max(_highest, index);
        _counts[Math.Max(0, index - _first)] += times;
        Count += times;
    }

    /// <summary>The bucket of the count of a 0-based rank.</summary>
    public int IndexAt(long rank)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            rank -= _counts[i];
            if (rank < 0)
            {
                return _first + i;
            }
        }

        return _highest;
    }

    public void Merge(BucketStore other)
    {
        for (int i = 0; i < other._counts.Length; i++)
        {
            if (other._counts[i] > 0)
            {
                Add(other._first + i, other._counts[i]);
            }
        }
    }

    /// <summary>Writes the buckets that hold something: index, count, index, count, …</summary>
    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
            {
                writer.WriteNumberValue(_first + i);
                writer.WriteNumberValue(_counts[i]);
            }
        }

        writer.WriteEndArray();
    }

    /// <summary>Puts what was saved into an empty store.</summary>
    public void Load(JsonElement saved)
    {
        for (int i = 0; i < saved.GetArrayLength(); i += 2)
        {
            int index = saved[i].GetInt32();
            long count = i + 1 < saved.GetArrayLength() ? saved[i + 1].GetInt64() : 0;
            if (index is < -MostIndex or > MostIndex || count < 1)
            {
                throw new JsonException(FormattableString.Invariant($"Bucket {index} has count {count}; it must be -{MostIndex} to {MostIndex} and hold something."));
            }

            Add(index, count);
        }
    }

    /// <summary>Spans the array to a bucket that is outside of it, as far as it may be spanned.</summary>
    private void MakeRoom(int index)
    {
        int highest = Math.Max(_highest, index);
        int lowest = Math.Max(Math.Min(LowestUsed(), index), highest - MaxBuckets + 1);
        int needed = highest - lowest + 1;
        int size = Math.Min(MaxBuckets, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(needed, LeastBuckets)));

        // Room to spare goes to where the numbers are going.
        int first = index < _first ? highest - size + 1 : lowest;
        long[] counts = new long[size];
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
            {
                counts[Math.Max(0, _first + i - first)] += _counts[i];
            }
        }

        _counts = counts;
        _first = first;
    }

    private int LowestUsed()
    {
        int at = _counts.AsSpan().IndexOfAnyExcept(0);
        return at < 0 ? _highest : _first + at;
    }
}
