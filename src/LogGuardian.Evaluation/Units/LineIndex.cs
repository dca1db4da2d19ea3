using System.Runtime.CompilerServices;

namespace LogGuardian.Evaluation;

/// <summary>One pass over a data set: where its records are, which are anomalous, which sessions they name. One byte for each record, nine with times, and what its sessions need.</summary>
internal sealed class LineIndex
{
    private readonly DataReader _reader;
    private readonly LineRules _rules;
    private readonly List<LineSegment> _segments = [];
    private readonly List<bool> _labels = [];
    private readonly List<long> _ticks = [];
    private readonly Dictionary<string, SessionSpan> _sessions = new(StringComparer.Ordinal);

    private LineIndex(DataReader reader, LineRules rules)
    {
        _reader = reader;
        _rules = rules;
    }

    public IReadOnlyList<LineSegment> Segments => _segments;

    /// <summary>Whether each record is anomalous; only of use where <see cref="HasLineLabels"/>.</summary>
    public IReadOnlyList<bool> Labels => _labels;

    /// <summary>Event times as UTC ticks, 0 where a record has none; empty unless asked for.</summary>
    public IReadOnlyList<long> Ticks => _ticks;

    public bool HasLineLabels { get; private set; }

    /// <summary>The sessions in order of their first record.</summary>
    public IReadOnlyCollection<SessionSpan> Sessions => _sessions.Values;

    /// <exception cref="InvalidDataException">There are no lines.</exception>
    public static async Task<LineIndex> BuildAsync(DataReader reader, LineRules rules, bool withTimes, string path, CancellationToken cancellationToken)
    {
        LineIndex index = new(reader, rules);
        IAsyncEnumerable<DataLine> lines = rules.ReadAsync(reader, cancellationToken);
        if (reader.JoinsLines)
        {
            // Which lines a record has is only known to the parser; its templates are thrown away.
            using LineParser parser = new();
            await foreach (ParsedLine line in parser.ParseAsync(lines.Select(line => (line, 0)), cancellationToken).ConfigureAwait(false))
            {
                index.Add(line.First, line.IsAnomalous, withTimes ? line.Log.UtcTicks : null);
            }
        }
        else
        {
            await foreach (DataLine line in lines.ConfigureAwait(false))
            {
                index.Add(line, line.IsAnomalous, withTimes ? line.Line.Timestamp!.Value.UtcTicks : null);
            }
        }

        return index._labels.Count > 0 ? index : throw new InvalidDataException($"'{path}' holds no line that can be judged; it must hold at least one. Check the path and the range of lines.");
    }

    /// <summary>The lines again, each with the number of its record.</summary>
    public async IAsyncEnumerable<(DataLine Line, int Ordinal)> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int segment = 0;
        await foreach (DataLine line in _rules.ReadAsync(_reader, cancellationToken).ConfigureAwait(false))
        {
            // The first lines of a file may have been skipped: they belong to no record.
            if (!IsIn(_segments[segment], line) && segment + 1 < _segments.Count && IsIn(_segments[segment + 1], line))
            {
                segment++;
            }

            if (IsIn(_segments[segment], line) && line.Line.LineId >= _segments[segment].LineOf(_segments[segment].Start))
            {
                yield return (line, _segments[segment].OrdinalOf(line.Line.LineId));
            }
        }
    }

    private static bool IsIn(LineSegment segment, in DataLine line) => segment.Source == line.Line.Source && segment.System == line.System;

    private void Add(in DataLine line, bool? isAnomalous, long? ticks)
    {
        if (_segments.Count == 0 || !IsIn(_segments[^1], line))
        {
            _segments.Add(new LineSegment(line.Line.Source, line.System, _labels.Count));
        }

        foreach (string session in line.Sessions)
        {
            if (!_sessions.TryGetValue(session, out SessionSpan? span))
            {
                _sessions.Add(session, span = new SessionSpan(session, line.System, _labels.Count));
            }

            span.Add(_labels.Count, isAnomalous == true);
        }

        _segments[^1].Add(line.Line.LineId);
        _labels.Add(isAnomalous == true);
        HasLineLabels |= isAnomalous is not null;
        if (ticks is { } time)
        {
            _ticks.Add(time);
        }
    }
}
