namespace LogGuardian;

/// <summary>A template with its statistics, as they were when <see cref="PatternSummary"/> was asked.</summary>
public sealed record LogPattern
{
    /// <summary>The template. Its text may become more general later; what is counted here stays.</summary>
    public required LogTemplate Template { get; init; }

    /// <summary>Number of records.</summary>
    public required long Count { get; init; }

    /// <summary>Share of all records, in [0..1].</summary>
    public double Share { get; init; }

    /// <summary>The record that came first.</summary>
    public PatternLine First { get; init; }

    /// <summary>The record that came last.</summary>
    public PatternLine Last { get; init; }

    /// <summary>Earliest event time, or null when no record carries one.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>Latest event time, or null when no record carries one.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>Mean rate between the earliest and the latest event time, in records per second; null when they do not differ.</summary>
    public double? PerSecond { get; init; }

    /// <summary>The gravest severity that came.</summary>
    public LogSeverity Severity { get; init; }

    /// <summary>How many records came with each severity; those that did not come are left out.</summary>
    public IReadOnlyDictionary<LogSeverity, long> Severities { get; init; } = new Dictionary<LogSeverity, long>();

    /// <summary>The first record and later ones; at most <see cref="PatternOptions.MaxExamples"/>.</summary>
    public IReadOnlyList<PatternExample> Examples { get; init; } = [];

    /// <summary>The values at each position of the template; at most <see cref="PatternOptions.MaxParameters"/>.</summary>
    public IReadOnlyList<PatternParameter> Parameters { get; init; } = [];
}
