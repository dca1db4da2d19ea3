using System.Numerics.Tensors;

namespace LogGuardian.Core;

/// <summary>
/// A bounded set of vectors of length 1 and the exact search for those nearest to others. Beyond its capacity the vector used longest ago leaves first. Vectors are kept at half
/// precision, so that a saved state holds exactly what is known, and once more in bytes, by which a search finds out quickly where it must look. Not safe for concurrent callers.
/// </summary>
internal sealed partial class NearestVectors
{
    private const int FirstRows = 64;

    // Bytes have no more precision than a factor of this many steps on each side of zero.
    private const int Steps = 127;

    private readonly int _stride;
    private readonly int _capacity;
    private float[] _rows = [];
    private sbyte[] _codes = [];
    private uint[] _tags = [];
    private long[] _used = [];

    // Of each row what a step of its bytes is worth, how far they are off at most, and their sum.
    private float[] _scales = [];
    private float[] _errors = [];
    private int[] _sums = [];
    private float _longest;
    private long _clock;

    /// <param name="dimension">Numbers in a vector.</param>
    /// <param name="capacity">The most vectors.</param>
    public NearestVectors(int dimension, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Dimension = dimension;
        _stride = (dimension + VectorProducts.Lanes - 1) / VectorProducts.Lanes * VectorProducts.Lanes;
        if ((long)_stride * (capacity + Chunk) > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(capacity), capacity, FormattableString.Invariant($"capacity is {capacity}; of vectors of {dimension} numbers it must be at most {(Array.MaxLength / _stride) - Chunk}."));
        }

        _capacity = capacity;
    }

    public int Dimension { get; }

    public int Count { get; private set; }

    /// <summary>The vector as it is kept.</summary>
    public ReadOnlySpan<float> VectorOf(int row) => _rows.AsSpan(row * _stride, Dimension);

    /// <summary>Adds a vector; when there is no room, in place of the one used longest ago.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="tags">One bit or more; a search may want some of them.</param>
    /// <returns>Its row: the next one, or that of the vector that left.</returns>
    public int Add(ReadOnlySpan<float> vector, uint tags)
    {
        int row = Count < _capacity ? Count : TensorPrimitives.IndexOfMin<long>(_used.AsSpan(0, Count));
        Grow(row);
        Count = Math.Max(Count, row + 1);
        Replace(row, vector, tags);
        return row;
    }

    /// <summary>Puts a vector in place of another one.</summary>
    public void Replace(int row, ReadOnlySpan<float> vector, uint tags)
    {
        Span<float> kept = _rows.AsSpan(row * _stride, Dimension);
        for (int i = 0; i < vector.Length; i++)
        {
            kept[i] = (float)(Half)vector[i];
        }

        Span<sbyte> codes = _codes.AsSpan(row * _stride, Dimension);
        (float scale, double error) = Encode(kept, codes);
        _sums[row] = 0;
        foreach (sbyte code in codes)
        {
            _sums[row] += code;
        }

        (_scales[row], _errors[row], _tags[row]) = (scale, MathF.BitIncrement((float)error), tags);
        _longest = Math.Max(_longest, MathF.BitIncrement((float)LengthOf(kept)));
        Use(row);
    }

    /// <summary>Takes a vector out. The last one takes its row.</summary>
    public void Remove(int row)
    {
        int last = --Count;
        _rows.AsSpan(last * _stride, _stride).CopyTo(_rows.AsSpan(row * _stride));
        _codes.AsSpan(last * _stride, _stride).CopyTo(_codes.AsSpan(row * _stride));
        (_tags[row], _used[row], _scales[row], _errors[row], _sums[row]) = (_tags[last], _used[last], _scales[last], _errors[last], _sums[last]);
        _tags[last] = 0;
    }

    /// <summary>Notes that a vector was of use.</summary>
    public void Use(int row) => _used[row] = ++_clock;

    public void Tag(int row, uint tags) => _tags[row] = tags;

    /// <summary>The rows from the one used longest ago on.</summary>
    public IEnumerable<int> ByUse() => Enumerable.Range(0, Count).OrderBy(row => _used[row]);

    public void Clear()
    {
        Array.Clear(_tags);
        (Count, _clock, _longest) = (0, 0, 0);
    }

    /// <summary>Holds what another one holds, of the same dimension and capacity, which does not change.</summary>
    public void CopyFrom(NearestVectors other)
    {
        (_rows, _codes, _tags, _used) = ([.. other._rows], [.. other._codes], [.. other._tags], [.. other._used]);
        (_scales, _errors, _sums) = ([.. other._scales], [.. other._errors], [.. other._sums]);
        (Count, _clock, _longest) = (other.Count, other._clock, other._longest);
    }

    private static double LengthOf(ReadOnlySpan<float> vector)
    {
        double sum = 0;
        foreach (float number in vector)
        {
            sum += (double)number * number;
        }

        return Math.Sqrt(sum);
    }

    /// <summary>Writes each number as so many steps.</summary>
    /// <returns>What a step is worth, and the distance between the vector and what its steps are worth.</returns>
    private static (float Scale, double Error) Encode(ReadOnlySpan<float> vector, Span<sbyte> codes)
    {
        float scale = Math.Abs(TensorPrimitives.MaxMagnitude(vector)) / Steps;
        double error = 0;
        for (int i = 0; i < vector.Length; i++)
        {
            codes[i] = scale == 0 ? (sbyte)0 : (sbyte)Math.Clamp(MathF.Round(vector[i] / scale), -Steps, Steps);
            double off = vector[i] - ((double)scale * codes[i]);
            error += off * off;
        }

        return (scale, Math.Sqrt(error));
    }

    private void Grow(int row)
    {
        if (row < Count || row + Chunk <= _tags.Length)
        {
            return;
        }

        // A search reads whole chunks: rows behind the last one have no tag, so that it finds none of them.
        int rows = Chunk + Math.Min(_capacity, Math.Max(FirstRows, 2 * row));
        Array.Resize(ref _rows, rows * _stride);
        Array.Resize(ref _codes, rows * _stride);
        Array.Resize(ref _tags, rows);
        Array.Resize(ref _used, rows);
        Array.Resize(ref _scales, rows);
        Array.Resize(ref _errors, rows);
        Array.Resize(ref _sums, rows);
    }
}
