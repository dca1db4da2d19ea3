namespace LogGuardian.Evaluation;

/// <summary>One thing that is judged: a session, or a window of lines, with its true label.</summary>
/// <param name="Key">The session key, or the number of the window's first line. Unique within its data set.</param>
/// <param name="Events">The templates of its lines in order, as indices of an <see cref="EventTable"/>; never empty.</param>
public sealed record EvaluationUnit(string Key, ReadOnlyMemory<int> Events)
{
    /// <summary>Whether it is truly anomalous; null where a method must not know.</summary>
    public bool? Label { get; init; }

    /// <summary>Which of its lines are truly anomalous, one for each event; empty where only units are labelled, or a method must not know.</summary>
    public ReadOnlyMemory<bool> LineLabels { get; init; }

    /// <summary>The lines themselves, when a method needs them; otherwise null.</summary>
    public LogWindow? Window { get; init; }

    /// <summary>1-based number of the first line; 0 where the data has no lines.</summary>
    public long FirstLine { get; init; }

    /// <summary>Earliest event time; null where lines carry none.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Latest event time; null where lines carry none.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>What was done to the system while its lines were written, for a recording; empty where nothing was, or a method must not know.</summary>
    public IReadOnlyList<Injection> Injections { get; init; } = [];

    /// <summary>Its lines, or as many without text, so that only their templates and their order count.</summary>
    /// <param name="events">The templates behind <see cref="Events"/>.</param>
    public LogWindow ToWindow(EventTable events)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (Window is not null)
        {
            return Window;
        }

        var logs = new ParsedLog[Events.Length];
        for (int i = 0; i < logs.Length; i++)
        {
            logs[i] = new ParsedLog(new LogLine("unit", i + 1, default), default, events[Events.Span[i]], default);
        }

        return new LogWindow(WindowKind.Session, logs, Key);
    }

    /// <summary>The same unit without its labels.</summary>
    public EvaluationUnit WithoutLabels() => this with { Label = null, LineLabels = default, Injections = [] };
}
