namespace LogGuardian;

/// <summary>Anomalies that repeat each other: same source, same leading evidence, close in time. See <see cref="IncidentOptions"/>.</summary>
public sealed record Incident
{
    /// <summary>Made of the leading template and the first line of its first window: equal when the same log is read again; unique within a source.</summary>
    public required string Id { get; init; }

    /// <summary>Anomalous windows so far, at least 1.</summary>
    public required int Count { get; init; }

    /// <summary>Earliest event time, or null when its lines carry none.</summary>
    public DateTimeOffset? First { get; init; }

    /// <summary>Latest event time, or null when its lines carry none.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>Whether it is over: no repeat came within the gap, or the source ended.</summary>
    public bool HasEnded { get; init; }

    /// <summary>Event time from the first line to the last; null when its lines carry none.</summary>
    public TimeSpan? Duration => Last - First;
}
