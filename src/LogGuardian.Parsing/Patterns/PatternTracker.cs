using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>Statistics of one template. Not safe for concurrent callers.</summary>
internal sealed class PatternTracker
{
    // Trace, Debug, … lie four apart, as OpenTelemetry has them; 0 is "unspecified".
    private const int Severities = 7;
    private const int SeverityStep = 4;

    private readonly long[] _severities = new long[Severities];
    private readonly List<PatternExample> _examples = [];
    private readonly PatternOptions _options;
    private readonly PositionTracker _positions;
    private long _timed;
    private long _firstTicks = long.MaxValue;
    private long _lastTicks = long.MinValue;
    private PatternLine _first;
    private PatternLine _last;

    public PatternTracker(LogTemplate template, PatternOptions options, long order)
        : this(new PositionTracker(template, options), options, order)
    {
    }

    private PatternTracker(PositionTracker positions, PatternOptions options, long order)
    {
        _positions = positions;
        _options = options;
        Order = order;
    }

    public LogTemplate Template => _positions.Template;

    public long Count { get; private set; }

    /// <summary>Patterns with a lower one came earlier.</summary>
    public long Order { get; }

    public void Add(in ParsedLog log)
    {
        Count++;
        _severities[Math.Min(((int)log.Severity + SeverityStep - 1) / SeverityStep, Severities - 1)]++;
        if (log.UtcTicks != 0)
        {
            _timed++;
            _firstTicks = Math.Min(_firstTicks, log.UtcTicks);
            _lastTicks = Math.Max(_lastTicks, log.UtcTicks);
        }

        _last = new PatternLine(log.Line.Source, log.Line.LineId);
        if (Count == 1)
        {
            _first = _last;
        }

        // Examples of the beginning and of now, in ever longer steps, so that hardly any line is copied.
        if ((Count & (Count - 1)) == 0)
        {
            AddExample(new PatternExample(_last, Quote(log.Line.Raw.Span)));
        }

        _positions.Add(log);
    }

    /// <summary>Takes over what another tracker saw, of the same template or of one that this one supersedes.</summary>
    public void Merge(PatternTracker other)
    {
        if (other.Count == 0)
        {
            return;
        }

        _positions.Merge(other._positions, Count, other.Count);
        bool otherIsFirst = Count == 0 || other._firstTicks < _firstTicks;
        bool otherIsLast = Count == 0 || other._lastTicks >= _lastTicks;
        _first = otherIsFirst ? other._first : _first;
        _last = otherIsLast ? other._last : _last;
        PatternExample[] examples = otherIsFirst ? [.. other._examples, .. _examples] : [.. _examples, .. other._examples];
        _examples.Clear();
        _examples.AddRange(examples.Take(_options.MaxExamples));
        Count += other.Count;
        _timed += other._timed;
        _firstTicks = Math.Min(_firstTicks, other._firstTicks);
        _lastTicks = Math.Max(_lastTicks, other._lastTicks);
        for (int i = 0; i < Severities; i++)
        {
            _severities[i] += other._severities[i];
        }
    }

    public LogPattern Describe(long records)
    {
        double seconds = _timed > 1 ? TimeSpan.FromTicks(_lastTicks - _firstTicks).TotalSeconds : 0;
        int gravest = Array.FindLastIndex(_severities, count => count > 0);
        return new LogPattern
        {
            Template = Template,
            Count = Count,
            Share = (double)Count / records,
            First = _first,
            Last = _last,
            FirstSeen = _timed > 0 ? new DateTimeOffset(_firstTicks, TimeSpan.Zero) : null,
            LastSeen = _timed > 0 ? new DateTimeOffset(_lastTicks, TimeSpan.Zero) : null,
            PerSecond = seconds > 0 ? (_timed - 1) / seconds : null,
            Severity = SeverityAt(gravest),
            Severities = Enumerable.Range(0, Severities).Where(i => _severities[i] > 0).ToDictionary(SeverityAt, i => _severities[i]),
            Examples = [.. _examples],
            Parameters = _positions.Describe(),
        };
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Template.Id.ToString());
        writer.WriteNumber("order", Order);
        writer.WriteNumber("count", Count);
        writer.WriteNumber("timed", _timed);
        writer.WriteNumber("firstTicks", _firstTicks);
        writer.WriteNumber("lastTicks", _lastTicks);
        Save(writer, "first", _first);
        Save(writer, "last", _last);
        writer.WriteStartArray("severities");
        foreach (long count in _severities)
        {
            writer.WriteNumberValue(count);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("examples");
        foreach (PatternExample example in _examples)
        {
            writer.WriteStartObject();
            Save(writer, "line", example.Line);
            writer.WriteString("text", example.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WritePropertyName("positions");
        _positions.Save(writer);
        writer.WriteEndObject();
    }

    public static PatternTracker Load(JsonElement saved, PatternOptions options)
    {
        TemplateId id = TemplateId.Parse(saved.GetProperty("id").GetString()!);
        var tracker = new PatternTracker(PositionTracker.Load(saved.GetProperty("positions"), id, options), options, saved.GetProperty("order").GetInt64())
        {
            Count = saved.GetProperty("count").GetInt64(),
            _timed = saved.GetProperty("timed").GetInt64(),
            _firstTicks = saved.GetProperty("firstTicks").GetInt64(),
            _lastTicks = saved.GetProperty("lastTicks").GetInt64(),
            _first = LoadLine(saved.GetProperty("first")),
            _last = LoadLine(saved.GetProperty("last")),
        };
        long[] severities = [.. saved.GetProperty("severities").EnumerateArray().Select(count => count.GetInt64())];
        bool timesAreReal = tracker._timed == 0 || (tracker._firstTicks > 0 && tracker._firstTicks <= tracker._lastTicks && tracker._lastTicks <= DateTimeOffset.MaxValue.UtcTicks);
        if (tracker.Count < 1 || severities.Length != Severities || severities.Sum() != tracker.Count || severities.Min() < 0 || !timesAreReal)
        {
            throw new JsonException(FormattableString.Invariant($"Pattern {id} has {tracker.Count} records; its severities must add up to them and its times be real."));
        }

        severities.CopyTo(tracker._severities, 0);
        tracker._examples.AddRange(saved.GetProperty("examples").EnumerateArray().Take(options.MaxExamples)
            .Select(example => new PatternExample(LoadLine(example.GetProperty("line")), example.GetProperty("text").GetString()!)));
        return tracker;
    }

    private static void Save(Utf8JsonWriter writer, string name, PatternLine line)
    {
        writer.WriteStartObject(name);
        writer.WriteString("source", line.Source);
        writer.WriteNumber("line", line.LineId);
        writer.WriteEndObject();
    }

    private static PatternLine LoadLine(JsonElement saved) => new(saved.GetProperty("source").GetString()!, saved.GetProperty("line").GetInt64());

    private static LogSeverity SeverityAt(int index) => (LogSeverity)Math.Max(0, (SeverityStep * (index - 1)) + 1);

    private void AddExample(PatternExample example)
    {
        if (_examples.Count == _options.MaxExamples)
        {
            if (_examples.Count < 2)
            {
                return;
            }

            // The first record stays.
            _examples.RemoveAt(1);
        }

        _examples.Add(example);
    }

    private string Quote(ReadOnlySpan<byte> raw)
    {
        ReadOnlySpan<byte> kept = Utf8Cut.AtMost(raw, _options.MaxExampleLength);
        string text = LogText.Printable(LogText.Decode(kept), _options.MaxExampleLength);
        return kept.Length < raw.Length ? text + "…" : text;
    }
}
