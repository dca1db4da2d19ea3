using System.Text.Json;

namespace LogGuardian.Core;

/// <content>The references, as they are kept.</content>
internal sealed partial class NearestCounts
{
    /// <summary>Takes over the references of another one, which does not change. Which leave when there is no more room is its own affair.</summary>
    public void CopyFrom(NearestCounts other)
    {
        _columns.Clear();
        _columns.AddRange(other._columns.Select(column => (float[]?)column?.Clone()));
        _dimensions.Clear();

        // The templates of a row are made anew whenever they change.
        _dimensions.AddRange(other._dimensions);
        (_sums, _windows, _distances, _part) = ([.. other._sums], [.. other._windows], new float[other._sums.Length], new float[other._sums.Length]);
        (_weights, _unknown, _offered, Count) = (other._weights, other._unknown, other._offered, other.Count);
    }

    /// <summary>Adds the references of another one. When there are more than there is room for, a sample remains that depends only on what they are.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="dimensions">By the dimensions of the other one: those here, -1 for none.</param>
    /// <param name="idOf">What stands for a dimension in all replicas.</param>
    public void Merge(NearestCounts other, int[] dimensions, Func<int, ulong> idOf)
    {
        var rows = new Dictionary<ulong, ((int Dimension, float Count)[] Counts, long Windows)>();
        foreach ((NearestCounts from, int row) in Rows(this).Concat(Rows(other)))
        {
            (int Dimension, float Count)[] counts = [.. from.DimensionsOf(row).ToArray()
                .Select(dimension => (Dimension: from == this ? dimension : dimensions[dimension], Count: (float)from.CountOf(row, dimension)))
                .Where(entry => entry.Dimension >= 0)
                .GroupBy(entry => entry.Dimension, (dimension, entries) => (dimension, entries.Sum(entry => entry.Count)))];
            ulong key = 0;
            foreach ((int dimension, float count) in counts)
            {
                key += ulong.RotateLeft((idOf(dimension) ^ BitConverter.SingleToUInt32Bits(count)) * 0x9E3779B97F4A7C15, 31) * 0xBF58476D1CE4E5B9;
            }

            rows[key] = (counts, Sightings.Sum(rows.GetValueOrDefault(key).Windows, from._windows[row]));
        }

        _offered = Math.Min(_offered + other._offered, (long)Memory * capacity);
        _columns.Clear();
        _dimensions.Clear();
        Count = 0;
        var vector = new CountVector();
        foreach ((_, ((int Dimension, float Count)[] counts, long windows)) in rows.OrderBy(row => row.Key).Take(capacity))
        {
            vector.Clear();
            foreach ((int dimension, float count) in counts)
            {
                vector.Increment(dimension, count);
            }

            Store(Count++, vector);
            _windows[Count - 1] = windows;
        }

        static IEnumerable<(NearestCounts From, int Row)> Rows(NearestCounts from) => Enumerable.Range(0, from.Count).Select(row => (from, row));
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        for (int row = 0; row < Count; row++)
        {
            writer.WriteStartArray();
            foreach (int dimension in DimensionsOf(row))
            {
                writer.WriteNumberValue(dimension);
                writer.WriteNumberValue((float)CountOf(row, dimension));
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    public void Load(JsonElement rows, int dimensions)
    {
        _columns.Clear();
        _dimensions.Clear();
        Count = 0;
        var vector = new CountVector();
        foreach (JsonElement saved in rows.EnumerateArray().Take(capacity))
        {
            vector.Clear();
            float[] numbers = [.. saved.EnumerateArray().Select(value => value.GetSingle())];
            for (int i = 0; i + 1 < numbers.Length; i += 2)
            {
                int dimension = (int)numbers[i];
                if (dimension < 0 || dimension >= dimensions)
                {
                    throw new JsonException(FormattableString.Invariant($"A reference names template {dimension}; it must be 0 to {dimensions - 1}."));
                }

                vector.Increment(dimension, numbers[i + 1]);
            }

            Store(Count++, vector);
        }

        _offered = Count;
    }

    public void LoadWindows(long[] windows)
    {
        if (windows.Length != Count)
        {
            throw new JsonException(FormattableString.Invariant($"There are windows of {windows.Length} references; there must be those of {Count}. Learn again."));
        }

        windows.CopyTo(_windows, 0);
    }
}
