using System.Text.Json;
using LogGuardian.Parsing;

namespace LogGuardian;

/// <summary>
/// What a log consists of: every template with its count, times, rate, severities, examples and the values of its parameters, in bounded memory however long the
/// log is. Feed it with parsed logs, such as those of <see cref="AnomalyDetector.ParseAsync"/>. Safe for concurrent callers.
/// </summary>
public sealed class PatternSummary : IStateful
{
    private readonly PatternOptions _options;
    private readonly Dictionary<ulong, PatternTracker> _patterns = [];

    // From a template that another one supersedes to the pattern that counts for both.
    private readonly Dictionary<ulong, PatternTracker> _former = [];
    private readonly Lock _gate = new();
    private long _records;
    private long _forgotten;

    /// <summary>Creates an empty summary.</summary>
    /// <param name="options">Options; null for the defaults.</param>
    public PatternSummary(PatternOptions? options = null) => _options = (options ?? new PatternOptions()).Validated();

    /// <summary>Number of records added.</summary>
    public long Records
    {
        get
        {
            lock (_gate)
            {
                return _records;
            }
        }
    }

    /// <summary>Number of patterns known.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _patterns.Count;
            }
        }
    }

    /// <summary>Records whose pattern had to leave, see <see cref="PatternOptions.MaxPatterns"/>: the counts of the patterns and this add up to <see cref="Records"/>.</summary>
    public long Forgotten
    {
        get
        {
            lock (_gate)
            {
                return _forgotten;
            }
        }
    }

    /// <inheritdoc/>
    public string StateName => "patterns";

    /// <inheritdoc/>
    public int StateVersion => 1;

    /// <summary>Counts a record. What is kept of it is copied.</summary>
    /// <param name="log">The record.</param>
    public void Add(in ParsedLog log)
    {
        lock (_gate)
        {
            _records++;
            Of(log.Template).Add(log);
        }
    }

    /// <summary>Takes over what another summary saw, such as that of another replica or of another day.</summary>
    /// <param name="other">The other summary; it does not change.</param>
    public void Merge(PatternSummary other)
    {
        ArgumentNullException.ThrowIfNull(other);
        PatternTracker[] trackers;
        long records;
        long forgotten;
        lock (other._gate)
        {
            // A copy, so that no one holds two locks.
            trackers = [.. other._patterns.Values.Select(other.Copy)];
            (records, forgotten) = (other._records, other._forgotten);
        }

        lock (_gate)
        {
            _records += records;
            _forgotten += forgotten;
            foreach (PatternTracker tracker in trackers)
            {
                Of(tracker.Template).Merge(tracker);
            }
        }
    }

    /// <summary>The most frequent patterns, most frequent first; of equal counts the one that came first.</summary>
    /// <param name="count">How many at most; at least 1.</param>
    public IReadOnlyList<LogPattern> Top(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        lock (_gate)
        {
            return [.. _patterns.Values.OrderByDescending(pattern => pattern.Count).ThenBy(pattern => pattern.Order).Take(count).Select(pattern => pattern.Describe(_records))];
        }
    }

    /// <summary>The rarest patterns, rarest first; of equal counts the one that came first.</summary>
    /// <param name="count">How many at most; at least 1.</param>
    public IReadOnlyList<LogPattern> Rarest(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        lock (_gate)
        {
            return [.. _patterns.Values.OrderBy(pattern => pattern.Count).ThenBy(pattern => pattern.Order).Take(count).Select(pattern => pattern.Describe(_records))];
        }
    }

    /// <inheritdoc/>
    public void SaveState(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        lock (_gate)
        {
            writer.WriteStartObject();
            writer.WriteNumber("records", _records);
            writer.WriteNumber("forgotten", _forgotten);
            writer.WriteStartArray("patterns");
            foreach (PatternTracker pattern in _patterns.Values)
            {
                pattern.Save(writer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    /// <inheritdoc/>
    public void LoadState(JsonElement section, int version)
    {
        try
        {
            PatternTracker[] patterns = [.. section.GetProperty("patterns").EnumerateArray().Select(pattern => PatternTracker.Load(pattern, _options))];
            long records = section.GetProperty("records").GetInt64();
            long forgotten = section.GetProperty("forgotten").GetInt64();
            if (forgotten < 0 || records != forgotten + patterns.Sum(pattern => pattern.Count))
            {
                throw new JsonException(FormattableString.Invariant($"There are {records} records; they must be those of the patterns and {forgotten} forgotten ones."));
            }

            lock (_gate)
            {
                Replace(patterns, records, forgotten);
            }
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw new JsonException($"The patterns are damaged: {e.Message}", e);
        }
    }

    /// <summary>Of more patterns than are kept, those that came most.</summary>
    private void Replace(IEnumerable<PatternTracker> patterns, long records, long forgotten)
    {
        _patterns.Clear();
        _former.Clear();
        (_records, _forgotten) = (records, forgotten);
        foreach (PatternTracker pattern in patterns.OrderByDescending(pattern => pattern.Count))
        {
            if (_patterns.Count < _options.MaxPatterns)
            {
                Keep(pattern);
            }
            else
            {
                _forgotten += pattern.Count;
            }
        }
    }

    private PatternTracker Of(LogTemplate template)
    {
        if (!_patterns.TryGetValue(template.Id.Value, out PatternTracker? tracker) && !_former.TryGetValue(template.Id.Value, out tracker))
        {
            tracker = Supersede(template);
            if (_patterns.Count >= _options.MaxPatterns)
            {
                Forget();
            }

            Keep(tracker);
        }

        return tracker;
    }

    /// <summary>A new pattern that takes over those which its template supersedes, and with the first of them its place.</summary>
    private PatternTracker Supersede(LogTemplate template)
    {
        var former = new List<PatternTracker>();
        foreach (TemplateId id in template.Supersedes)
        {
            if (_patterns.TryGetValue(id.Value, out PatternTracker? pattern))
            {
                Drop(pattern);
                former.Add(pattern);
            }
        }

        former.Sort((a, b) => a.Order.CompareTo(b.Order));
        var tracker = new PatternTracker(template, _options, former.Count > 0 ? former[0].Order : _records);
        foreach (PatternTracker pattern in former)
        {
            tracker.Merge(pattern);
        }

        return tracker;
    }

    private void Keep(PatternTracker tracker)
    {
        _patterns[tracker.Template.Id.Value] = tracker;
        foreach (TemplateId id in tracker.Template.Supersedes)
        {
            _former[id.Value] = tracker;
        }
    }

    private void Drop(PatternTracker tracker)
    {
        _patterns.Remove(tracker.Template.Id.Value);
        foreach (TemplateId id in tracker.Template.Supersedes)
        {
            _former.Remove(id.Value);
        }
    }

    private PatternTracker Copy(PatternTracker tracker)
    {
        var copy = new PatternTracker(tracker.Template, _options, tracker.Order);
        copy.Merge(tracker);
        return copy;
    }

    private void Forget()
    {
        foreach (PatternTracker rare in _patterns.Values.OrderBy(pattern => pattern.Count).ThenBy(pattern => pattern.Order).Take(Math.Max(1, _options.MaxPatterns / 10)).ToArray())
        {
            Drop(rare);
            _forgotten += rare.Count;
        }
    }
}
