using System.Globalization;

namespace LogGuardian.Evaluation;

/// <summary>Makes units of the lines of a data set, as a protocol says.</summary>
internal sealed class LinePlanner(Protocol protocol, DataReader reader, string path)
{
    private readonly ProtocolWindow _window = protocol.Window;

    /// <param name="isWhole">Whether all of the data is one part.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<UnitSet> PlanAsync(bool isWhole, CancellationToken cancellationToken)
    {
        bool areSessions = reader.HasSessions || _window.By is WindowBy.Session or WindowBy.Host;
        if (!areSessions && _window.By == WindowBy.Data)
        {
            throw new ArgumentException($"Protocol '{protocol.Name}': window.by is data, and '{path}' does not say which lines form a unit; it must be lines, time, session or host for it.");
        }

        SessionKeyFinder? keys = !reader.HasSessions && _window.By == WindowBy.Session ? new SessionKeyFinder(_window.Key!) : null;
        LineRules rules = new(protocol.DropIncomplete, protocol.ContentOnly, ByHost: _window.By == WindowBy.Host, keys);
        LineIndex index = await LineIndex.BuildAsync(reader, rules, withTimes: !areSessions && _window.By == WindowBy.Time, path, cancellationToken).ConfigureAwait(false);
        bool areCut = !areSessions && !isWhole && protocol.SplitOf(areSessions) is SplitKind.Chronological or SplitKind.WithinSystem;
        WindowKind kind = areSessions ? WindowKind.Session : _window.By == WindowBy.Time ? WindowKind.Time : WindowKind.Count;
        UnitPlan[] plans = [.. areSessions ? Sessions(index) : Windows(index, areCut)];
        return plans.Length > 0
            ? new LineUnits(index, plans, kind, areCut, protocol.ContentOnly, reader.Warnings)
            : throw new InvalidDataException($"'{path}' holds no {(areSessions ? "session" : "window")} that protocol '{protocol.Name}' keeps; it must hold at least one. Look at the session key, minLines and the labels.");
    }

    private IEnumerable<UnitPlan> Sessions(LineIndex index)
    {
        if (index.Sessions.Count == 0)
        {
            throw new InvalidDataException($"No line of '{path}' names a session; at least one must. Look at the session key{(_window.Key is { } key ? $" '{key}'" : "")}.");
        }

        reader.Check([.. index.Sessions.Select(session => session.Key)]);
        if (protocol.Label == LabelRule.Given && index.Sessions.All(session => reader.LabelOf(session.Key) is null))
        {
            throw new ArgumentException($"Protocol '{protocol.Name}': label is given, and '{path}' labels lines and not sessions; it must be any-line or line-share for it.");
        }

        return
            from session in index.Sessions
            let label = reader.LabelOf(session.Key) ?? (index.HasLineLabels ? IsAnomalous(session.AnomalousLines, session.Lines) : null)
            where label is not null && session.Lines >= _window.MinLines
            select new UnitPlan(session.Key, session.First, session.Last, label.Value, session.System);
    }

    private IEnumerable<UnitPlan> Windows(LineIndex index, bool areCut)
    {
        if (protocol.Label == LabelRule.Given || !index.HasLineLabels)
        {
            throw new ArgumentException(index.HasLineLabels
                ? $"Protocol '{protocol.Name}': label is given, and windows of '{path}' have no label of their own; it must be any-line or line-share for it."
                : $"'{path}' has no label for its lines; windows need one. Take a data set with labels, or name the column of the label.");
        }

        bool isOneFile = index.Segments.Select(segment => segment.Source).Distinct(StringComparer.Ordinal).Count() == 1;
        foreach (LineSegment segment in index.Segments)
        {
            int cut = !areCut ? segment.End : segment.Start + (protocol.TrainCount is { } count ? Math.Min(count, segment.Count) : WindowCuts.TrainingCount(protocol.TrainShare, segment.Count));
            foreach ((int start, int end) in Cut(index, segment.Start, cut).Concat(Cut(index, cut, segment.End)))
            {
                if (end - start >= _window.MinLines)
                {
                    yield return new UnitPlan(Key(segment, start, end, isOneFile), start, end - 1, IsAnomalous(Count(index.Labels, start, end), end - start), segment.System)
                    {
                        InTraining = areCut && start < cut,
                    };
                }
            }
        }
    }

    private IEnumerable<(int Start, int End)> Cut(LineIndex index, int start, int end) => start == end ? []
        : _window.By == WindowBy.Time
            ? WindowCuts.ByTime(index.Ticks, start, end, _window.Span, _window.SpanStep ?? _window.Span, _window.KeepPartial).Distinct()
            : WindowCuts.ByCount(start, end, _window.Size, _window.Step ?? _window.Size, _window.KeepPartial);

    private string Key(LineSegment segment, int start, int end, bool isOneFile)
    {
        // Windows of time that overlap may begin with the same line.
        string last = _window.By == WindowBy.Time && _window.SpanStep is not null ? string.Create(CultureInfo.InvariantCulture, $"-{segment.LineOf(end - 1)}") : "";
        string line = string.Create(CultureInfo.InvariantCulture, $"{segment.LineOf(start)}{last}");
        return isOneFile ? line : $"{segment.Source}:{line}";
    }

    private static int Count(IReadOnlyList<bool> labels, int start, int end)
    {
        int count = 0;
        for (int i = start; i < end; i++)
        {
            count += labels[i] ? 1 : 0;
        }

        return count;
    }

    private bool IsAnomalous(int anomalous, int lines) => protocol.Label == LabelRule.LineShare ? anomalous >= protocol.LineShare * lines : anomalous > 0;
}
