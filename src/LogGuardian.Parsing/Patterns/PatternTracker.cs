using System.Text;

namespace LogGuardian.Parsing;

/// <summary>Statistics of one template. Not safe for concurrent callers.</summary>
internal sealed class PatternTracker(LogTemplate template, PatternOptions options, long order)
{
    // Trace, Debug, … lie four apart, as OpenTelemetry has them; 0 is "unspecified".
    private const int Severities = 7;
    private const int SeverityStep = 4;

    private readonly long[] _severities = new long[Severities];
    private readonly List<PatternExample> _examples = [];
    private ParameterTracker[] _parameters = [];
    private string _text = template.Text;
    private string? _narrower;
    private int _positions;
    private int _nextExample = 1;
    private long _timed;
    private long _firstTicks = long.MaxValue;
    private long _lastTicks = long.MinValue;
    private PatternLine _first;
    private PatternLine _last;

    public LogTemplate Template { get; private set; } = template;

    public long Count { get; private set; }

    /// <summary>Patterns with a lower one came earlier.</summary>
    public long Order { get; } = order;

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

        AddParameters(log);
    }

    /// <summary>Takes over what another tracker of the same template saw.</summary>
    public void Merge(PatternTracker other)
    {
        MergeParameters(other);
        bool otherIsFirst = other.Count > 0 && (Count == 0 || other._firstTicks < _firstTicks);
        bool otherIsLast = other.Count > 0 && (Count == 0 || other._lastTicks >= _lastTicks);
        _first = otherIsFirst ? other._first : _first;
        _last = otherIsLast ? other._last : _last;
        PatternExample[] examples = otherIsFirst ? [.. other._examples, .. _examples] : [.. _examples, .. other._examples];
        _examples.Clear();
        _examples.AddRange(examples.Take(options.MaxExamples));
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
        IReadOnlyList<string?> names = Template.ParameterNames;
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
            Parameters = [.. _parameters.Select((parameter, i) => parameter.Describe(i, i < names.Count ? names[i] : null))],
        };
    }

    private static LogSeverity SeverityAt(int index) => (LogSeverity)Math.Max(0, (SeverityStep * (index - 1)) + 1);

    private void AddParameters(in ParsedLog log)
    {
        string text = log.Template.Text;
        if (!ReferenceEquals(_text, text) && !Takes(log.Template, text))
        {
            return;
        }

        ReadOnlySpan<Parameter> values = WithoutRest(log);
        if (values.Length != _positions)
        {
            // Fewer: the line was parsed before the template became this general, and which values it lacks is not known.
            if (values.Length < _positions)
            {
                return;
            }

            Restart(values.Length);
        }

        for (int i = 0; i < _parameters.Length; i++)
        {
            _parameters[i].Add(log.Content.Span.Slice(values[i].Start, values[i].Length), values[i].Kind);
        }
    }

    /// <summary>The rest of a record of many lines stands behind all positions and is no value of the template.</summary>
    private static ReadOnlySpan<Parameter> WithoutRest(in ParsedLog log)
    {
        ReadOnlySpan<Parameter> values = log.Parameters.Span;
        return values.Length > 0 && values[^1].Start is > 0 and var start && log.Content.Span[start - 1] == '\n' && start + values[^1].Length == log.Content.Length
            ? values[..^1]
            : values;
    }

    /// <summary>
    /// A template becomes more general and is followed. Another template of the same id, of another parser or found again after it was
    /// forgotten, may be less general than what is known: then its lines lack values and are counted without them.
    /// </summary>
    private bool Takes(LogTemplate template, string text)
    {
        if (!ReferenceEquals(Template, template))
        {
            if (ReferenceEquals(_narrower, text) || PositionMap.CountIn(text) < _positions)
            {
                _narrower = text;
                return false;
            }

            Template = template;
        }

        Follow(text, Count - 1);
        return true;
    }

    /// <summary>The template's text has changed: values go on at the position where they stand now.</summary>
    /// <param name="text">The text now.</param>
    /// <param name="before">How many records came with the text before.</param>
    private void Follow(string text, long before)
    {
        (int From, string? Constant)[]? map = PositionMap.CountIn(_text) == _positions ? PositionMap.Between(_text, text) : null;
        _text = text;
        if (map is null)
        {
            Restart(0);
            return;
        }

        ParameterTracker[] known = _parameters;
        Restart(map.Length);
        for (int i = 0; i < _parameters.Length; i++)
        {
            if (map[i].From >= 0 && map[i].From < known.Length)
            {
                _parameters[i] = known[map[i].From];
            }
            else if (map[i].Constant is { } word && before > 0)
            {
                _parameters[i].Add(Encoding.UTF8.GetBytes(word), ParameterKind.Text, before);
            }
        }
    }

    private void MergeParameters(PatternTracker other)
    {
        if (other.Count == 0)
        {
            return;
        }

        if (Count == 0)
        {
            _text = other._text;
            Restart(other._positions);
        }
        else if (other._positions > _positions && other._text != _text)
        {
            // Both sides are brought to the more general text; the other one is not changed for it.
            Template = other.Template;
            Follow(other._text, Count);
        }

        (int From, string? Constant)[]? map = other._text == _text
            ? [.. Enumerable.Range(0, _positions).Select(i => (i, (string?)null))]
            : PositionMap.CountIn(other._text) == other._positions ? PositionMap.Between(other._text, _text) : null;
        for (int i = 0; map is not null && i < Math.Min(_parameters.Length, map.Length); i++)
        {
            if (map[i].From >= 0 && map[i].From < other._parameters.Length)
            {
                _parameters[i].Merge(other._parameters[map[i].From]);
            }
            else if (map[i].Constant is { } word)
            {
                _parameters[i].Add(Encoding.UTF8.GetBytes(word), ParameterKind.Text, other.Count);
            }
        }
    }

    private void Restart(int positions)
    {
        _positions = positions;
        _parameters = [.. Enumerable.Range(0, Math.Min(positions, options.MaxParameters)).Select(_ => new ParameterTracker(options))];
    }

    private void AddExample(PatternExample example)
    {
        if (_examples.Count < options.MaxExamples)
        {
            _examples.Add(example);
        }
        else if (_examples.Count > 1)
        {
            // The first record stays.
            _examples[_nextExample] = example;
            _nextExample = _nextExample + 1 < _examples.Count ? _nextExample + 1 : 1;
        }
    }

    private string Quote(ReadOnlySpan<byte> raw)
    {
        ReadOnlySpan<byte> kept = Utf8Cut.AtMost(raw, options.MaxExampleLength);
        string text = LogText.Printable(LogText.Decode(kept), options.MaxExampleLength);
        return kept.Length < raw.Length ? text + "…" : text;
    }
}
