namespace LogGuardian.Evaluation;

/// <summary>A unit while its records come.</summary>
internal sealed class OpenUnit(UnitPlan plan, WindowKind kind, bool withLines)
{
    private readonly List<int> _events = [];
    private readonly List<bool> _labels = [];
    private readonly List<ParsedLog> _logs = [];
    private readonly List<Injection> _injections = [];
    private long _firstLine;
    private long _start;
    private long _end;

    public UnitPlan Plan => plan;

    public void Add(in ParsedLine line, int number, bool contentOnly)
    {
        _firstLine = _events.Count == 0 ? line.Log.Line.LineId : _firstLine;
        _events.Add(number);
        if (line.IsAnomalous is { } label)
        {
            _labels.Add(label);
        }

        if (line.First.Injection is { } injection && !_injections.Contains(injection))
        {
            _injections.Add(injection);
        }

        if (line.Log.UtcTicks is var ticks and > 0)
        {
            _start = _start == 0 ? ticks : Math.Min(_start, ticks);
            _end = Math.Max(_end, ticks);
        }

        if (withLines)
        {
            _logs.Add(Own(line.Log, contentOnly));
        }
    }

    /// <summary>The unit; null when none of its records was parsed.</summary>
    public EvaluationUnit? Close() => _events.Count == 0 ? null : new EvaluationUnit(plan.Key, _events.ToArray())
    {
        Label = plan.Label,
        LineLabels = _labels.Count == _events.Count ? _labels.ToArray() : default,
        Injections = _injections,
        FirstLine = _firstLine,
        Start = _start == 0 ? null : new DateTimeOffset(_start, TimeSpan.Zero),
        End = _end == 0 ? null : new DateTimeOffset(_end, TimeSpan.Zero),
        Window = withLines ? new LogWindow(kind, _logs.ToArray(), kind == WindowKind.Session ? plan.Key : null) : null,
    };

    /// <summary>A session that stays open for long must not keep the reader's chunks alive.</summary>
    private ParsedLog Own(in ParsedLog log, bool contentOnly)
    {
        LogSeverity severity = contentOnly ? LogSeverity.Unspecified : log.Severity;
        if (kind != WindowKind.Session)
        {
            return log with { Severity = severity };
        }

        byte[] raw = log.Line.Raw.ToArray();
        ReadOnlyMemory<byte> content = log.Content.Length == raw.Length ? raw : log.Content.ToArray();
        LogLine line = new(log.Line.Source, log.Line.LineId, raw) { LineCount = log.Line.LineCount, Timestamp = log.Line.Timestamp };
        return new ParsedLog(line, content, log.Template, log.Parameters.ToArray()) { Format = log.Format, Severity = severity, UtcTicks = log.UtcTicks };
    }
}
