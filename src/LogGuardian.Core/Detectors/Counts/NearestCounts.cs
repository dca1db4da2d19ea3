using System.Numerics.Tensors;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// A bounded set of normal count vectors and the search for the nearest. Stored by column (one array per template over all references), so that a
/// window with n templates costs n vectorised multiply-adds: |x − r|² = |x|² + |r|² − 2·x·r.
/// </summary>
internal sealed class NearestCounts(int capacity, int seed)
{
    // Windows this close to one that is kept add nothing.
    private const double SameDistance = 0.25;

    private readonly Random _random = new(seed);
    private readonly List<float[]?> _columns = [];
    private readonly float[] _squares = new float[capacity];
    private readonly float[] _distances = new float[capacity];
    private long _offered;

    public int Count { get; private set; }

    /// <summary>Euclidean distance to the nearest reference.</summary>
    public double Distance(CountVector vector, out int nearest)
    {
        Span<float> distances = _distances.AsSpan(0, Count);
        _squares.AsSpan(0, Count).CopyTo(distances);
        double square = 0;
        foreach ((int dimension, float count) in vector.Span)
        {
            float value = Weight(count);
            square += value * value;
            if (dimension < _columns.Count && _columns[dimension] is { } column)
            {
                TensorPrimitives.MultiplyAdd(column.AsSpan(0, Count), -2 * value, distances, distances);
            }
        }

        nearest = TensorPrimitives.IndexOfMin<float>(distances);
        return Math.Sqrt(Math.Max(0, square + distances[nearest]));
    }

    /// <summary>Keeps a vector unless one like it is kept. When full, a reservoir (Vitter's algorithm R) decides.</summary>
    public void Add(CountVector vector)
    {
        if (Count > 0 && Distance(vector, out _) < SameDistance)
        {
            return;
        }

        _offered++;
        int row = Count < capacity ? Count++ : (int)_random.NextInt64(_offered);
        if (row < capacity)
        {
            Store(row, vector);
        }
    }

    public IEnumerable<int> DimensionsOf(int row) => Enumerable.Range(0, _columns.Count).Where(dimension => CountOf(row, dimension) > 0);

    public double CountOf(int row, int dimension) =>
        dimension < _columns.Count && _columns[dimension] is { } column ? Math.Round(Math.Pow(2, column[row]) - 1, 2) : 0;

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
        Count = 0;
        foreach (JsonElement saved in rows.EnumerateArray().Take(capacity))
        {
            var vector = new CountVector();
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

    /// <summary>Adds up the counts of several templates that turned out to be one.</summary>
    public void Merge(IReadOnlyCollection<int> dimensions, int into)
    {
        for (int row = 0; row < Count; row++)
        {
            float count = (float)dimensions.Sum(dimension => CountOf(row, dimension));
            foreach (int dimension in dimensions)
            {
                Set(row, dimension, 0);
            }

            Set(row, into, count);
        }
    }

    private static float Weight(float count) => MathF.Log2(1 + count);

    private void Store(int row, CountVector vector)
    {
        foreach (float[]? column in _columns)
        {
            column?[row] = 0;
        }

        _squares[row] = 0;
        foreach ((int dimension, float count) in vector.Span)
        {
            Set(row, dimension, count);
        }
    }

    private void Set(int row, int dimension, float count)
    {
        while (_columns.Count <= dimension)
        {
            _columns.Add(null);
        }

        float value = Weight(count);
        ref float cell = ref (_columns[dimension] ??= new float[capacity])[row];
        _squares[row] += (value * value) - (cell * cell);
        cell = value;
    }
}
