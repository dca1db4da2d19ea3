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
