using System.Numerics;
using System.Numerics.Tensors;

namespace LogGuardian.Core;

/// <summary>
/// A bounded set of different normal count vectors and the search for the nearest. The distance adds up surprise in nats over the templates in which two
/// vectors differ: w·|log2(1 + x) − log2(1 + r)|, and what it tells that a template is there (idf) or is not. Stored by column (one array per template
/// over all references): only the templates of a window are looked at, all references at once; what a reference holds beside them is in its own sum.
/// </summary>
internal sealed partial class NearestCounts(int capacity, int seed)
{
    // Single precision leaves this much of the distance of equal vectors.
    private const double Same = 1e-3;
    private const int FirstRows = 64;
    private const int Neighbours = 3;

    // References that are compared with the others to find the border; those of several windows are at 0.
    private const int MaxCompared = 512;

    // As if there had been no more than so many times the room: what is new never comes in vain, and what is old leaves.
    private const int Memory = 4;

    private readonly Random _random = new(seed);
    private readonly List<float[]?> _columns = [];
    private readonly List<int[]> _dimensions = [];
    private float[] _sums = [];
    private long[] _windows = [];
    private float[] _distances = [];
    private float[] _part = [];
    private List<CountWeight> _weights = [];
    private CountWeight _unknown = new(1, 1, 0);
    private long _offered;

    public int Count { get; private set; }

    /// <summary>Weights of the templates, by dimension, and that of one which has none yet.</summary>
    public void Weigh(List<CountWeight> weights, CountWeight unknown)
    {
        _weights = weights;
        _unknown = unknown;
        Array.Clear(_sums);
        for (int dimension = 0; dimension < _columns.Count; dimension++)
        {
            if (_columns[dimension] is { } column)
            {
                Span<float> part = _part.AsSpan(0, Count);
                CountWeight weight = WeightOf(dimension);
                TensorPrimitives.Min<float>(column.AsSpan(0, Count), 1, part);
                TensorPrimitives.MultiplyAdd(part, weight.Absent, _sums.AsSpan(0, Count), _sums.AsSpan(0, Count));
                TensorPrimitives.MultiplyAdd(column.AsSpan(0, Count), weight.Change, _sums.AsSpan(0, Count), _sums.AsSpan(0, Count));
            }
        }
    }

    public CountWeight WeightOf(int dimension) => dimension < _weights.Count ? _weights[dimension] : _unknown;

    /// <summary>Distance to the nearest reference, at least 0; equal vectors are at 0 exactly. Needs a reference.</summary>
    public double Distance(CountVector vector, out int nearest)
    {
        double present = Distances(vector);
        nearest = TensorPrimitives.IndexOfMin<float>(_distances.AsSpan(0, Count));
        double distance = present + _distances[nearest];
        return distance < Same ? 0 : distance;
    }

    /// <summary>
    /// The mean of the distances to the nearest and to the third nearest normal window, at least 0: what is like one or two windows that were strange themselves, or
    /// should not have been learned, is still strange; what is equal to one is not. Needs a reference.
    /// </summary>
    public double Strangeness(CountVector vector) => Strangeness(Distances(vector));

    /// <summary>Counts another window that is equal to a reference.</summary>
    public void Repeat(int row) => _windows[row]++;

    /// <summary>The mean distance of this share of normal windows, those that are farthest from all others: a quantile alone jumps where the tail is thin.</summary>
    public double Border(double share)
    {
        int[] single = [.. Enumerable.Range(0, Count).Where(row => _windows[row] == 1)];
        int step = 1 + (single.Length / MaxCompared);
        var distances = new List<double>();
        var vector = new CountVector();
        for (int i = 0; i < single.Length; i += step)
        {
            vector.Clear();
            foreach (int dimension in DimensionsOf(single[i]))
            {
                vector.Increment(dimension, (float)CountOf(single[i], dimension));
            }

            double present = Distances(vector);
            _distances[single[i]] = float.PositiveInfinity;
            distances.Add(Strangeness(present));
        }

        // A border that no window exceeds is none.
        int exceeding = (int)(share * TensorPrimitives.Sum<long>(_windows.AsSpan(0, Count)) / step);
        return exceeding < distances.Count && Count > 1 ? distances.OrderDescending().Take(exceeding + 1).Average() : 0;
    }

    /// <summary>Keeps a vector that none is equal to. When full, a reservoir decides: Vitter's algorithm R, biased towards what is recent (Aggarwal 2006).</summary>
    public void Add(CountVector vector)
    {
        _offered = Math.Min(_offered + 1, (long)Memory * capacity);
        int row = Count < capacity ? Count++ : (int)_random.NextInt64(_offered);
        if (row < capacity)
        {
            Store(row, vector);
        }
    }

    /// <summary>The templates that a reference holds, in ascending order.</summary>
    public ReadOnlySpan<int> DimensionsOf(int row) => _dimensions[row];

    public double CountOf(int row, int dimension) => Math.Round(Math.Pow(2, ValueOf(row, dimension)) - 1, 2);

    /// <summary>log2(1 + count).</summary>
    public float ValueOf(int row, int dimension) => dimension < _columns.Count && _columns[dimension] is { } column ? column[row] : 0;

    public IEnumerable<long> Windows => _windows.Take(Count);

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
            if (count > 0)
            {
                _dimensions[row] = [.. _dimensions[row].Except(dimensions).Append(into).Order()];
            }
        }
    }

    public static float Value(float count) => MathF.Log2(1 + count);

    /// <summary>Of the distances as they stand, which it spoils.</summary>
    private double Strangeness(double present)
    {
        Span<float> distances = _distances.AsSpan(0, Count);
        int row = TensorPrimitives.IndexOfMin<float>(distances);
        double nearest = distances[row];
        if (present + nearest < Same)
        {
            return 0;
        }

        double last = nearest;
        for (long windows = _windows[row]; windows < Neighbours; windows += _windows[row])
        {
            distances[row] = float.PositiveInfinity;
            row = TensorPrimitives.IndexOfMin<float>(distances);
            if (float.IsPositiveInfinity(distances[row]))
            {
                break;
            }

            last = distances[row];
        }

        double strangeness = present + ((nearest + last) / 2);
        return strangeness < Same ? 0 : strangeness;
    }

    /// <summary>Computes the distances to all references but for what is the same for all of them.</summary>
    /// <returns>What is the same.</returns>
    private double Distances(CountVector vector)
    {
        Span<float> distances = _distances.AsSpan(0, Count);
        _sums.AsSpan(0, Count).CopyTo(distances);
        double present = 0;
        foreach ((int dimension, float count) in vector.Span)
        {
            CountWeight weight = WeightOf(dimension);
            float value = Value(count);
            present += weight.Present;
            if (dimension >= _columns.Count || _columns[dimension] is not { } all)
            {
                present += weight.Change * value;
                continue;
            }

            Add(all.AsSpan(0, Count), value, weight.Change, -(weight.Present + weight.Absent), distances);
        }

        return present;
    }

    /// <summary>Adds change·(|column − value| − column) + both·min(column, 1): all of it in one pass, for each column is read from the cache's second level.</summary>
    private static void Add(ReadOnlySpan<float> column, float value, float change, float both, Span<float> distances)
    {
        var values = new Vector<float>(value);
        var changes = new Vector<float>(change);
        var boths = new Vector<float>(both);
        int i = 0;
        for (; i <= column.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var x = new Vector<float>(column[i..]);
            Span<float> sum = distances[i..];
            Vector<float> changed = ((Vector.Abs(x - values) - x) * changes) + new Vector<float>(sum);
            ((Vector.Min(x, Vector<float>.One) * boths) + changed).CopyTo(sum);
        }

        for (; i < column.Length; i++)
        {
            float changed = ((MathF.Abs(column[i] - value) - column[i]) * change) + distances[i];
            distances[i] = (MathF.Min(column[i], 1) * both) + changed;
        }
    }

    private void Store(int row, CountVector vector)
    {
        Grow(row);
        if (row == _dimensions.Count)
        {
            _dimensions.Add([]);
        }

        foreach (int dimension in _dimensions[row])
        {
            _columns[dimension]![row] = 0;
        }

        _sums[row] = 0;
        _windows[row] = 1;
        int[] dimensions = new int[vector.Span.Length];
        for (int i = 0; i < dimensions.Length; i++)
        {
            (dimensions[i], float count) = vector.Span[i];
            Set(row, dimensions[i], count);
        }

        Array.Sort(dimensions);
        _dimensions[row] = dimensions;
    }

    private void Set(int row, int dimension, float count)
    {
        while (_columns.Count <= dimension)
        {
            _columns.Add(null);
        }

        float value = Value(count);
        ref float cell = ref (_columns[dimension] ??= new float[_sums.Length])[row];
        CountWeight weight = WeightOf(dimension);
        _sums[row] += (weight.Change * (value - cell)) + (weight.Absent * (MathF.Min(1, value) - MathF.Min(1, cell)));
        cell = value;
    }

    private void Grow(int row)
    {
        if (row < _sums.Length)
        {
            return;
        }

        int rows = Math.Min(capacity, Math.Max(FirstRows, 2 * row));
        Array.Resize(ref _sums, rows);
        Array.Resize(ref _windows, rows);
        Array.Resize(ref _distances, rows);
        Array.Resize(ref _part, rows);
        for (int dimension = 0; dimension < _columns.Count; dimension++)
        {
            if (_columns[dimension] is { } column)
            {
                Array.Resize(ref column, rows);
                _columns[dimension] = column;
            }
        }
    }
}
