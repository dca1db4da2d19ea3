using System.Numerics.Tensors;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// The rates of one source: of the source as a whole and of each of its templates, relative to how busy the source is at this hour of the week. Not safe for
/// concurrent callers.
/// </summary>
internal sealed class SourceRates(int maxTemplates, TimeSpan bucket)
{
    /// <summary>Stands for the source as a whole.</summary>
    public const ulong Whole = 0;

    private const int Hours = 168;

    // As much time as says more of an hour than the other hours do.
    private const double SeasonDoubt = 600;
    private const double MostSeason = 20;

    private readonly Dictionary<ulong, RateSeries> _series = [];
    private readonly double[] _seasonLines = new double[Hours];
    private readonly long[] _seasonBuckets = new long[Hours];
    private readonly Dictionary<ulong, (LogTemplate Template, int Count)> _open = [];
    private long _openBucket = -1;
    private bool _isExpected;
    private bool _hasGap;

    /// <summary>How many buckets are counted, empty ones included.</summary>
    public long Buckets { get; private set; }

    public IReadOnlyDictionary<ulong, RateSeries> Series => _series;

    /// <summary>A window is judged, and perhaps learned afterwards.</summary>
    public void Expect()
    {
        _hasGap |= _isExpected;
        _isExpected = true;
    }

    /// <summary>A window is learned. When one before it was not, the time between was not empty: nothing is known of it.</summary>
    public void Resume()
    {
        if (_hasGap && _openBucket >= 0)
        {
            Close(_openBucket + 1);
            _openBucket = -1;
        }

        _isExpected = false;
        _hasGap = false;
    }

    /// <summary>Counts a line. A line that comes late is counted in the bucket that is open; after a leap back in time counting begins anew.</summary>
    /// <param name="at">Number of the bucket since year 1.</param>
    /// <param name="template">Template of the line.</param>
    public void Learn(long at, LogTemplate template)
    {
        if (_openBucket >= 0 && at != _openBucket)
        {
            bool isLate = at < _openBucket && (_openBucket - at) * bucket <= TimeSpan.FromHours(1);
            if (!isLate)
            {
                Close(at);
            }
        }

        _openBucket = Math.Max(at, _openBucket);
        Count(Whole, LogTemplate.Unseen);
        Adopt(template);
        Count(template.Id.Value, template);
    }

    /// <summary>The id under which a template is known: its own, or that of the first one known that it supersedes.</summary>
    public ulong IdOf(LogTemplate template)
    {
        if (template.Supersedes.Count > 0 && !_series.ContainsKey(template.Id.Value))
        {
            foreach (TemplateId former in template.Supersedes)
            {
                if (_series.ContainsKey(former.Value))
                {
                    return former.Value;
                }
            }
        }

        return template.Id.Value;
    }

    /// <summary>The share of its mean rate that a source has at this time; 1 until it was followed for a week.</summary>
    public double Season(long at)
    {
        if (Buckets * bucket < TimeSpan.FromDays(7))
        {
            return 1;
        }

        double mean = TensorPrimitives.Sum<double>(_seasonLines) / Buckets;
        double doubt = SeasonDoubt / bucket.TotalSeconds;
        int hour = HourOf(at);
        return mean <= 0 ? 1 : Math.Clamp((_seasonLines[hour] + (doubt * mean)) / (_seasonBuckets[hour] + doubt) / mean, 1 / MostSeason, MostSeason);
    }

    /// <summary>From now on a template stands for those that it supersedes, even if it was counted beside them.</summary>
    public void Unify(LogTemplate general)
    {
        ulong[] ids = [general.Id.Value, .. general.Supersedes.Select(id => id.Value)];
        int open = ids.Sum(id => _open.GetValueOrDefault(id).Count);
        RateSeries[] parts = [.. ids.Where(_series.ContainsKey).Select(id => _series[id])];
        foreach (ulong id in ids)
        {
            _open.Remove(id);
            _series.Remove(id);
        }

        if (open > 0)
        {
            _open[general.Id.Value] = (general, open);
        }

        if (parts.Length > 0)
        {
            _series[general.Id.Value] = parts.Length == 1 ? parts[0] : RateSeries.Join(general, parts, Buckets);
            _series[general.Id.Value].Template = general;
        }
    }

    /// <summary>Adds what a replica learned of its own source of that name. Its open bucket is not taken.</summary>
    public void Merge(SourceRates other)
    {
        foreach (ulong id in _series.Keys.Union(other._series.Keys).ToArray())
        {
            RateSeries? own = _series.GetValueOrDefault(id);
            if (own is not null || _series.Count <= maxTemplates)
            {
                _series[id] = RateSeries.Merge(own, Buckets, other._series.GetValueOrDefault(id), other.Buckets);
            }
        }

        Buckets += other.Buckets;
        for (int hour = 0; hour < Hours; hour++)
        {
            _seasonLines[hour] += other._seasonLines[hour];
            _seasonBuckets[hour] += other._seasonBuckets[hour];
        }
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("bucket", bucket.Ticks);
        writer.WriteNumber("buckets", Buckets);
        writer.WriteNumber("open", _openBucket);
        writer.WriteBoolean("expected", _isExpected);
        writer.WriteBoolean("gap", _hasGap);
        writer.WriteStartArray("counts");
        foreach ((LogTemplate template, int count) in _open.Values)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(template.Id.ToString());
            writer.WriteStringValue(template.Text);
            writer.WriteNumberValue(count);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("season");
        for (int hour = 0; hour < Hours; hour++)
        {
            writer.WriteNumberValue(_seasonLines[hour]);
            writer.WriteNumberValue(_seasonBuckets[hour]);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("series");
        foreach (RateSeries series in _series.Values)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(series.Template.Id.ToString());
            writer.WriteStringValue(series.Template.Text);
            series.Roots.Save(writer);
            writer.WriteNumberValue(series.Most);
            writer.WriteNumberValue(series.Upto);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static SourceRates Load(JsonElement saved, int maxTemplates, TimeSpan bucket)
    {
        long ticks = saved.GetProperty("bucket").GetInt64();
        if (ticks != bucket.Ticks)
        {
            throw new JsonException($"The rates were learned in buckets of {TimeSpan.FromTicks(ticks):c}; this detector has {bucket:c}. Set RateOptions.Bucket to that, or learn again.");
        }

        var rates = new SourceRates(maxTemplates, bucket)
        {
            Buckets = saved.GetProperty("buckets").GetInt64(),
            _openBucket = saved.GetProperty("open").GetInt64(),
            _isExpected = saved.TryGetProperty("expected", out JsonElement expected) && expected.GetBoolean(),
            _hasGap = saved.TryGetProperty("gap", out JsonElement gap) && gap.GetBoolean(),
        };
        foreach (JsonElement count in saved.GetProperty("counts").EnumerateArray())
        {
            LogTemplate template = TemplateOf(count);
            rates._open[template.Id.Value] = (template, count[2].GetInt32());
        }

        JsonElement season = saved.GetProperty("season");
        for (int hour = 0; hour < Hours; hour++)
        {
            rates._seasonLines[hour] = season[2 * hour].GetDouble();
            rates._seasonBuckets[hour] = season[(2 * hour) + 1].GetInt64();
        }

        foreach (JsonElement series in saved.GetProperty("series").EnumerateArray())
        {
            LogTemplate template = TemplateOf(series);
            rates._series[template.Id.Value] = RateSeries.Restore(template, RunningMoments.Load(series, 2), series[5].GetDouble(), series[6].GetInt64());
        }

        return rates;
    }

    private static LogTemplate TemplateOf(JsonElement saved) => new(TemplateId.Parse(saved[0].GetString()!), saved[1].GetString()!);

    private int HourOf(long at) => (int)(at * bucket.Ticks / TimeSpan.TicksPerHour % Hours);

    /// <summary>A template that became more general goes on with the rate of the first one known that it supersedes, and the others end.</summary>
    private void Adopt(LogTemplate template)
    {
        ulong known = IdOf(template);
        if (known == template.Id.Value)
        {
            return;
        }

        RateSeries series = _series[known];
        series.Template = template;
        foreach (TemplateId former in template.Supersedes)
        {
            _series.Remove(former.Value);
            _open.Remove(former.Value);
        }

        _series[template.Id.Value] = series;
    }

    private void Count(ulong id, LogTemplate template)
    {
        if (_open.TryGetValue(id, out (LogTemplate Template, int Count) entry) || _series.ContainsKey(id) || _series.Count + _open.Count <= maxTemplates)
        {
            _open[id] = (entry.Template ?? template, entry.Count + 1);
        }
    }

    /// <summary>Counts the open bucket and the empty ones up to the next.</summary>
    private void Close(long next)
    {
        double season = Season(_openBucket);
        foreach ((ulong id, (LogTemplate template, int count)) in _open)
        {
            if (!_series.TryGetValue(id, out RateSeries? series))
            {
                _series[id] = series = new RateSeries { Template = template };
            }

            series.Learn(count / season, Buckets);
        }

        _seasonLines[HourOf(_openBucket)] += _open.GetValueOrDefault(Whole).Count;
        _open.Clear();

        // After a leap back, and after a silence of months, nothing is known of the time between.
        long passed = Math.Max(1, next - _openBucket);
        for (long i = 0; i < Math.Min(passed, Hours * TimeSpan.TicksPerHour / bucket.Ticks); i++)
        {
            _seasonBuckets[HourOf(_openBucket + i)]++;
            Buckets++;
        }

        _openBucket = -1;
    }
}
