using System.IO.Hashing;
using System.Text.Json;
using LogGuardian.Core;

namespace LogGuardian.Parsing;

/// <summary>What is known of the values at one position of a pattern. Not safe for concurrent callers.</summary>
internal sealed class ParameterTracker(PatternOptions options)
{
    private readonly DistinctSketch _distinct = new();
    private readonly TopValueSketch _top = new(options.MaxValues, options.MaxValueLength);
    private QuantileSketch? _numbers;
    private ParameterKind _kind;
    private long _count;

    public void Add(ReadOnlySpan<byte> value, ParameterKind kind, long times = 1)
    {
        _kind = _count == 0 || _kind == kind ? kind : ParameterKind.Text;
        _count += times;
        ulong hash = XxHash3.HashToUInt64(value);
        _distinct.Add(hash);
        _top.Add(hash, value, times);
        if (kind is ParameterKind.Number or ParameterKind.Duration or ParameterKind.Size or ParameterKind.Text && NumberText.TryRead(value, out double number))
        {
            (_numbers ??= new QuantileSketch()).Add(number, times);
        }
    }

    public void Merge(ParameterTracker other)
    {
        if (other._count == 0)
        {
            return;
        }

        _kind = _count == 0 || _kind == other._kind ? other._kind : ParameterKind.Text;
        _count += other._count;
        _distinct.Merge(other._distinct);
        _top.Merge(other._top);
        if (other._numbers is not null)
        {
            (_numbers ??= new QuantileSketch()).Merge(other._numbers);
        }
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("kind", (byte)_kind);
        writer.WriteNumber("count", _count);
        writer.WritePropertyName("distinct");
        _distinct.Save(writer);
        writer.WritePropertyName("top");
        _top.Save(writer);
        if (_numbers is not null)
        {
            writer.WritePropertyName("numbers");
            _numbers.Save(writer);
        }

        writer.WriteEndObject();
    }

    public static ParameterTracker Load(JsonElement saved, PatternOptions options)
    {
        var tracker = new ParameterTracker(options)
        {
            _kind = (ParameterKind)saved.GetProperty("kind").GetByte(),
            _count = saved.GetProperty("count").GetInt64(),
            _numbers = saved.TryGetProperty("numbers", out JsonElement numbers) ? QuantileSketch.Load(numbers) : null,
        };
        tracker._distinct.Load(saved.GetProperty("distinct"));
        tracker._top.Load(saved.GetProperty("top"));
        return tracker;
    }

    public PatternParameter Describe(int position, string? name) => new()
    {
        Position = position,
        Name = name,
        Kind = _kind,
        Count = _count,
        Distinct = Math.Min(_count, _distinct.Count()),
        IsDistinctExact = _distinct.IsExact,
        Values =
        [
            .. _top.Values().Where(value => 2 * value.Error <= value.Count).OrderByDescending(value => value.Count).ThenBy(value => value.Error).ThenBy(value => value.Text, StringComparer.Ordinal)
                .Select(value => new PatternValue(value.Text, value.Count, value.Error)),
        ],
        Numbers = _numbers is null
            ? null
            : new PatternNumbers(
                _numbers.Count, _numbers.Least, _numbers.Greatest, _numbers.Quantile(0.5), _numbers.Quantile(0.9), _numbers.Quantile(0.99)),
    };
}
