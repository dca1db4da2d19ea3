using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>The values that one parameter of a template had: its numbers as a sketch, and each value while there are few. Not safe for concurrent callers.</summary>
internal sealed class ValueHistory
{
    private const int MaxClasses = 32;

    // So few values say nothing of what others there are.
    private const int LeastValues = 50;

    // Numbers rise from one line to the next about half of the time, those of a counter nearly always.
    private const double CounterShare = 0.75;
    private const double HighShare = 0.01;

    // Healthy software has a new value now and then: one alone is not quite worth a look, ten are.
    private const double OneClass = 0.6;
    private const double LeastHighBits = 32;
    private const double HighMargin = 1.25;
    private const double Forgetting = 0.999;

    private Dictionary<ulong, long> _classes = [];
    private QuantileSketch _numbers = new();
    private string? _unit;
    private double _last;
    private long _rises;
    private double _mostHighBits;
    private bool _areMeasured = true;
    private bool _isOpen;
    private long _rangeAt;

    /// <summary>The latest search in which the detector met this, and where it stands among what that found.</summary>
    public long Search { get; set; }

    public int Place { get; set; }

    /// <summary>Whether its name says that its numbers measure nothing; null until it was asked.</summary>
    public bool? IsIdentifier { get; set; }

    /// <summary>Whether there were too many different values to know them apart: from then on, none is looked up.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>How many values were learned.</summary>
    public long Count { get; private set; }

    /// <summary>Unit of the numbers, or null.</summary>
    public string? Unit => _unit;

    /// <summary>The number that one in a hundred exceeds.</summary>
    public double High { get; private set; }

    private double Median { get; set; }

    private double Low { get; set; }

    /// <summary>Twice the difference that is small whatever its proportion.</summary>
    private double Small => _unit == Measure.Seconds ? 2e-3 : _unit is null && _numbers.HasFractions ? 2e-2 : 2;

    /// <summary>Numbers that grow for ever have no range.</summary>
    private bool HasRange => _numbers.Count >= LeastValues && _rises < CounterShare * _numbers.Count;

    /// <summary>The nearest number to one that is out of range.</summary>
    public double NearestNormal(double number) => number > Median ? _numbers.Greatest : _numbers.Least;

    public void Learn(ulong hash, ParameterKind kind)
    {
        Count++;
        _areMeasured &= IsMeasured(kind);
        if (_isOpen)
        {
            return;
        }

        _classes[hash] = _classes.GetValueOrDefault(hash) + 1;
        if (_classes.Count > MaxClasses)
        {
            _isOpen = true;
            _classes.Clear();
        }
    }

    public void Learn(double number, string? unit)
    {
        if (_numbers.Count == 0)
        {
            _unit = unit;
        }

        if (unit != _unit)
        {
            return;
        }

        _rises += number > _last ? 1 : 0;
        _last = number;
        _numbers.Add(number);
        if (_numbers.Count - _rangeAt >= Math.Max(1, _numbers.Count / 8))
        {
            FindRange();
        }
    }

    /// <summary>How many bits a window with so many high numbers carries was normal.</summary>
    public void LearnHigh(int high, int numbers) => _mostHighBits = Math.Max(_mostHighBits * Forgetting, HasRange ? HighBits(high, numbers) : 0);

    /// <summary>How strange a value is that was never there, from 0 to 1: most after a thousand values of which none came once only.</summary>
    public double Unseen(ulong hash, ParameterKind kind)
    {
        if (Count < LeastValues)
        {
            return 0;
        }

        // Identifiers may look like numbers now and then; numbers do not become words.
        if (_areMeasured && !IsMeasured(kind))
        {
            return OneClass * TailBits.Trust(Count);
        }

        if (_isOpen || _classes.ContainsKey(hash))
        {
            return 0;
        }

        long once = 0;
        foreach (long count in _classes.Values)
        {
            once += count == 1 ? 1 : 0;
        }

        return OneClass * TailBits.Trust(Count / (once + 1.0));
    }

    /// <summary>
    /// How far a number is outside of all that were learned, on a logarithmic scale: 1 when it is twice as far from the greatest as the 99th percentile
    /// is from the median, and at least four times as great; below the least likewise.
    /// </summary>
    public double Excess(double number, string? unit)
    {
        if (!HasRange || unit != _unit)
        {
            return 0;
        }

        double excess = number > _numbers.Greatest ? (Scaled(number) - Scaled(_numbers.Greatest)) / (2 * Math.Max(Math.Log(2), Scaled(High) - Scaled(Median)))
            : number < _numbers.Least ? (Scaled(_numbers.Least) - Scaled(number)) / (2 * Math.Max(Math.Log(2), Scaled(Median) - Scaled(Low)))
            : 0;
        return excess * TailBits.Trust(_numbers.Count);
    }

    /// <summary>Whether a number is one of the highest in a hundred, and more than hardly above the middle.</summary>
    public bool IsHigh(double number, string? unit) => HasRange && unit == _unit && number > High && number - Median >= Small / 2;

    /// <summary>How strange it is that so many of a window's numbers are high: 1 is a little more than normal windows had at most.</summary>
    public double ManyHigh(int high, int numbers) => HasRange ? HighBits(high, numbers) / Math.Max(LeastHighBits, HighMargin * _mostHighBits) : 0;

    /// <summary>One that knows the same, and was met in no search.</summary>
    public ValueHistory Copy()
    {
        var copy = (ValueHistory)MemberwiseClone();
        (copy._classes, copy._numbers, copy.Search) = (new Dictionary<ulong, long>(_classes), new QuantileSketch(), 0);
        copy._numbers.Merge(_numbers);
        return copy;
    }

    /// <summary>Adds the values of another one, which does not change. Numbers have one unit: that of the more of them.</summary>
    public void Merge(ValueHistory other)
    {
        Count += other.Count;
        _areMeasured &= other._areMeasured;
        foreach ((ulong hash, long count) in other._classes)
        {
            _classes[hash] = Sightings.Sum(_classes.GetValueOrDefault(hash), count);
        }

        _isOpen |= other._isOpen || _classes.Count > MaxClasses;
        if (_isOpen)
        {
            _classes.Clear();
        }

        if (other._numbers.Count == 0)
        {
            return;
        }

        if (_unit != other._unit || _numbers.Count == 0)
        {
            long more = other._numbers.Count - _numbers.Count;
            if (more < 0 || (more == 0 && string.CompareOrdinal(other._unit, _unit) < 0))
            {
                return;
            }

            _numbers = new QuantileSketch();
            (_unit, _last, _rises, _mostHighBits) = (other._unit, other._last, 0, 0);
        }

        _numbers.Merge(other._numbers);
        _rises += other._rises;
        _mostHighBits = Math.Max(_mostHighBits, other._mostHighBits);
        FindRange();
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("count", Count);
        writer.WriteBoolean("measured", _areMeasured);
        writer.WriteBoolean("open", _isOpen);
        writer.WriteStartArray("classes");
        foreach ((ulong hash, long count) in _classes)
        {
            writer.WriteNumberValue(hash);
            writer.WriteNumberValue(count);
        }

        writer.WriteEndArray();
        if (_numbers.Count > 0)
        {
            writer.WriteString("unit", _unit);
            writer.WriteNumber("last", _last);
            writer.WriteNumber("rises", _rises);
            writer.WriteNumber("highBits", _mostHighBits);
            writer.WriteNumber("rangeAt", _rangeAt);
            writer.WriteStartArray("range");
            writer.WriteNumberValue(Low);
            writer.WriteNumberValue(Median);
            writer.WriteNumberValue(High);
            writer.WriteEndArray();
            writer.WritePropertyName("numbers");
            _numbers.Save(writer);
        }

        writer.WriteEndObject();
    }

    public static ValueHistory Load(JsonElement saved)
    {
        var history = new ValueHistory
        {
            Count = saved.GetProperty("count").GetInt64(),
            _areMeasured = saved.GetProperty("measured").GetBoolean(),
            _isOpen = saved.GetProperty("open").GetBoolean(),
        };
        JsonElement[] classes = [.. saved.GetProperty("classes").EnumerateArray()];
        if (classes.Length % 2 != 0 || classes.Length > 2 * MaxClasses)
        {
            throw new JsonException(FormattableString.Invariant($"A parameter has {classes.Length} numbers for its classes; there must be two for each, at most {2 * MaxClasses}."));
        }

        for (int i = 0; i < classes.Length; i += 2)
        {
            history._classes.Add(classes[i].GetUInt64(), classes[i + 1].GetInt64());
        }

        if (saved.TryGetProperty("numbers", out JsonElement numbers))
        {
            history._numbers = QuantileSketch.Load(numbers);
            history._unit = saved.GetProperty("unit").GetString();
            history._last = saved.GetProperty("last").GetDouble();
            history._rises = saved.GetProperty("rises").GetInt64();
            history._mostHighBits = saved.GetProperty("highBits").GetDouble();
            history._rangeAt = saved.GetProperty("rangeAt").GetInt64();
            JsonElement range = saved.GetProperty("range");
            (history.Low, history.Median, history.High) = (range[0].GetDouble(), range[1].GetDouble(), range[2].GetDouble());
        }

        return history;
    }

    private static bool IsMeasured(ParameterKind kind) => kind is ParameterKind.Number or ParameterKind.Duration or ParameterKind.Size;

    private static double HighBits(int high, int numbers) => numbers == 0 ? 0 : TailBits.AtLeast(high, numbers, HighShare);

    private void FindRange()
    {
        _rangeAt = _numbers.Count;
        Low = _numbers.Quantile(HighShare);
        Median = _numbers.Quantile(0.5);

        // A sketch answers within one in a hundred; what may be the percentile itself is not above it.
        High = _numbers.Quantile(1 - HighShare) * (_numbers.Quantile(1 - HighShare) > 0 ? 1 + QuantileSketch.RelativeError : 1);
    }

    /// <summary>Logarithmic for great magnitudes, linear about zero: differences below a millisecond, a byte, or one are small whatever their proportion.</summary>
    private double Scaled(double number) => Math.Asinh(number / Small);
}
