namespace LogGuardian.Parsing;

/// <summary>
/// A format described by the header notation of the loghub collection, such as
/// <c>&lt;Date&gt; &lt;Time&gt; &lt;Level&gt; &lt;Content&gt;</c>.
/// </summary>
internal sealed class HeaderSpec : HeaderFormat
{
    private readonly HeaderStep[] _steps;
    private readonly HeaderMatcher _matcher;
    private readonly TimestampReader _reader;
    private readonly TimeFields _times;
    private readonly bool _strict;
    private readonly int _content;
    private readonly int _level;
    private readonly int _timestamp;

    private HeaderSpec(string name, string notation, TimeProvider clock, bool strict, TimestampShape shape)
    {
        ArgumentNullException.ThrowIfNull(notation);
        Name = name;
        _strict = strict;
        _steps = HeaderNotation.Compile(notation, strict);
        _matcher = new HeaderMatcher(_steps, strict);
        _reader = new TimestampReader(clock, shape);
        _times = new TimeFields(_steps, _reader);
        _content = _steps.Length - 1;
        _timestamp = Array.FindIndex(_steps, s => s.Kind == FieldKind.Timestamp);
        _level = Array.FindIndex(
            _steps, s => s.Kind is FieldKind.Level or FieldKind.LevelLetter or FieldKind.LevelMark or FieldKind.Priority);
    }

    public override string Name { get; }

    /// <summary>Compiles a notation. Reading is lenient: a time or a level that is not understood is left out.</summary>
    /// <param name="notation">The notation; it ends with <c>&lt;Content&gt;</c>.</param>
    /// <param name="clock">Supplies what a timestamp leaves out.</param>
    /// <exception cref="FormatException">The notation is not valid.</exception>
    public static HeaderSpec Parse(string notation, TimeProvider clock) =>
        new("custom", notation, clock, strict: false, TimestampShape.None);

    /// <summary>Compiles a notation whose field names also say what the fields must look like; see <see cref="FieldKinds"/>.</summary>
    /// <param name="name">Name of the format.</param>
    /// <param name="notation">The notation.</param>
    /// <param name="clock">Supplies what a timestamp leaves out.</param>
    /// <param name="shape">The only shape that the timestamp may have, or <see cref="TimestampShape.None"/> for any.</param>
    public static HeaderSpec Strict(string name, string notation, TimeProvider clock, TimestampShape shape = TimestampShape.None) =>
        new(name, notation, clock, strict: true, shape);

    /// <summary>
    /// Reads the header. Where a strict format breaks off behind its timestamp, as in a line that another component wrote into
    /// the log, the content begins there.
    /// </summary>
    public override bool TryRead(in LogLine line, out HeaderReading reading) => TryRead(line, out reading, out _);

    public override bool Recognizes(in LogLine line) => TryRead(line, out HeaderReading reading, out bool complete)
        && complete && (_level < 0 || reading.Severity != LogSeverity.Unspecified);

    public override bool StartsRecord(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> head = HeaderMatcher.HeaderOf(line);
        Span<(int Start, int End)> ranges = stackalloc (int, int)[_steps.Length];
        if (_timestamp >= 0)
        {
            return _matcher.Match(head, _reader, ranges, _timestamp, out int at, out _) == _timestamp
                && _reader.TryRead(head[at..], out _, out _);
        }

        return _matcher.Match(head, _reader, ranges, _content, out _, out _) == _content
            && (!_times.Any || _times.TryRead(head, ranges, out _) || !(_strict || _times.Known))
            && !(_strict && _level >= 0 && Severity(head, ranges) == LogSeverity.Unspecified);
    }

    public override IReadOnlyList<KeyValuePair<string, string>> ReadFields(in LogLine line)
    {
        ReadOnlySpan<byte> head = HeaderMatcher.HeaderOf(line.Raw.Span);
        var ranges = new (int Start, int End)[_steps.Length];
        int reached = _matcher.Match(head, _reader, ranges, _content, out _, out _);
        if (!IsHeader(reached))
        {
            return [];
        }

        var fields = new List<KeyValuePair<string, string>>(reached);
        for (int i = 0; i < reached; i++)
        {
            (int start, int end) = ranges[i];
            if (start >= 0)
            {
                fields.Add(new KeyValuePair<string, string>(_steps[i].Name, LogText.Decode(head[start..end])));
            }
        }

        return fields;
    }

    private bool TryRead(in LogLine line, out HeaderReading reading, out bool complete)
    {
        ReadOnlySpan<byte> head = HeaderMatcher.HeaderOf(line.Raw.Span);
        Span<(int Start, int End)> ranges = stackalloc (int, int)[_steps.Length];
        int reached = _matcher.Match(head, _reader, ranges, _content, out int at, out long ticks);
        complete = reached == _content;
        reading = default;
        if (!IsHeader(reached) || (ticks == 0 && _times.Any && !_times.TryRead(head, ranges, out ticks) && _strict))
        {
            return false;
        }

        LogSeverity severity = _level >= 0 && _level < reached ? Severity(head, ranges) : LogSeverity.Unspecified;
        if (!complete && LevelScanner.TryFindBehind(head, at, out LogSeverity found, out int end))
        {
            severity = severity == LogSeverity.Unspecified ? found : severity;
            at = LevelScanner.SkipSeparators(head, end);
        }

        at = HeaderMatcher.SkipLineBreak(line.Raw.Span, at);
        reading = new HeaderReading(line.Raw[at..], ticks, severity) { IsPartial = !complete };
        return true;
    }

    private bool IsHeader(int reached) => reached == _content || (_timestamp >= 0 && reached > _timestamp);

    private LogSeverity Severity(ReadOnlySpan<byte> head, ReadOnlySpan<(int Start, int End)> ranges)
    {
        if (ranges[_level].Start < 0)
        {
            return LogSeverity.Unspecified;
        }

        ReadOnlySpan<byte> word = head[ranges[_level].Start..ranges[_level].End].TrimEnd((byte)' ');
        LogSeverity severity;
        _ = _steps[_level].Kind switch
        {
            FieldKind.LevelMark => SeverityReader.TryReadMark(word, out severity),
            FieldKind.Priority => SeverityReader.TryReadPriority(word, out severity),
            _ => SeverityReader.TryRead(word, out severity),
        };
        return severity;
    }
}
