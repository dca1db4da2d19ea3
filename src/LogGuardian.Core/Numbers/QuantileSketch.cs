using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Quantiles of numbers: DDSketch (Masson, Rim, Lee, VLDB 2019) with a relative error of 1 %. Positive and negative numbers have stores of
/// their own, zeros are counted; least and greatest are exact. Quantiles of an eight-hundred-millionth of the greatest magnitude
/// and less may come out too large: their buckets, of which there are at most 1,024 for each sign, are merged. Where all numbers are whole, so is the
/// answer, which makes it exact up to 50. Not safe for concurrent callers.
/// </summary>
public sealed class QuantileSketch
{
    /// <summary>How far, in proportion, a quantile may be off.</summary>
    public const double RelativeError = 0.01;
    private const double Gamma = (1 + RelativeError) / (1 - RelativeError);
    private static readonly double PerLog = 1 / Math.Log(Gamma);

    private readonly BucketStore _positive = new();
    private readonly BucketStore _negative = new();
    private long _zeros;

    /// <summary>How many numbers were added.</summary>
    public long Count { get; private set; }

    /// <summary>The least number; positive infinity when there are none.</summary>
    public double Least { get; private set; } = double.PositiveInfinity;

    /// <summary>The greatest number; negative infinity when there are none.</summary>
    public double Greatest { get; private set; } = double.NegativeInfinity;

    /// <summary>Whether one of the numbers is not whole.</summary>
    public bool HasFractions { get; private set; }

    /// <summary>Adds a number.</summary>
    /// <param name="number">A finite number.</param>
    /// <param name="times">How often it came.</param>
    public void Add(double number, long times = 1)
    {
        Count += times;
        Least = Math.Min(Least, number);
        Greatest = Math.Max(Greatest, number);
        HasFractions |= number != Math.Floor(number);
        if (number > 0)
        {
            _positive.Add(IndexOf(number), times);
        }
        else if (number < 0)
        {
            _negative.Add(IndexOf(-number), times);
        }
        else
        {
            _zeros += times;
        }
    }

    /// <summary>The number below which a share of the numbers lies.</summary>
    /// <param name="share">The share of numbers that are not greater than the answer, 0 to 1.</param>
    /// <returns>NaN when there are no numbers.</returns>
    public double Quantile(double share)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        long rank = (long)(share * (Count - 1));
        double answer = rank < _negative.Count ? -ValueOf(_negative.IndexAt(_negative.Count - 1 - rank))
            : rank < _negative.Count + _zeros ? 0
            : ValueOf(_positive.IndexAt(rank - _negative.Count - _zeros));
        return Math.Clamp(HasFractions ? answer : Math.Round(answer), Least, Greatest);
    }

    /// <summary>Takes over what another sketch saw: the result is that of one sketch that saw both.</summary>
    /// <param name="other">The other sketch; it does not change.</param>
    public void Merge(QuantileSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Count += other.Count;
        _zeros += other._zeros;
        HasFractions |= other.HasFractions;
        Least = Math.Min(Least, other.Least);
        Greatest = Math.Max(Greatest, other.Greatest);
        _positive.Merge(other._positive);
        _negative.Merge(other._negative);
    }

    /// <summary>Writes the sketch as one JSON value.</summary>
    /// <param name="writer">Where a value may be written.</param>
    public void Save(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteNumber("least", Least);
        writer.WriteNumber("greatest", Greatest);
        writer.WriteBoolean("fractions", HasFractions);
        writer.WriteNumber("zeros", _zeros);
        writer.WritePropertyName("positive");
        _positive.Save(writer);
        writer.WritePropertyName("negative");
        _negative.Save(writer);
        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="saved">The JSON value.</param>
    /// <exception cref="JsonException">The value is damaged.</exception>
    public static QuantileSketch Load(JsonElement saved)
    {
        var sketch = new QuantileSketch
        {
            Least = saved.GetProperty("least").GetDouble(),
            Greatest = saved.GetProperty("greatest").GetDouble(),
            HasFractions = saved.GetProperty("fractions").GetBoolean(),
            _zeros = saved.GetProperty("zeros").GetInt64(),
        };
        sketch._positive.Load(saved.GetProperty("positive"));
        sketch._negative.Load(saved.GetProperty("negative"));
        sketch.Count = sketch._positive.Count + sketch._negative.Count + sketch._zeros;
        return sketch._zeros >= 0 && sketch.Least <= sketch.Greatest
            ? sketch
            : throw new JsonException(FormattableString.Invariant($"Numbers are {sketch.Least} to {sketch.Greatest} with {sketch._zeros} zeros; the least must come first and no count be negative."));
    }

    private static int IndexOf(double magnitude) => (int)Math.Ceiling(Math.Log(magnitude) * PerLog);

    /// <summary>The number that is nearest, in proportion, to both ends of the bucket.</summary>
    private static double ValueOf(int index) => 2 * Math.Exp(index / PerLog) / (1 + Gamma);
}
