using Lab.Scenarios;

namespace Lab.Recording;

/// <summary>What the ground truth says of a fault or a disturbance.</summary>
internal sealed record FaultRecord
{
    public required string Kind { get; init; }

    public required string Description { get; init; }

    /// <summary>The system in which it happened: the root cause.</summary>
    public required string System { get; init; }

    /// <summary>Null for a disturbance.</summary>
    public Severity? Severity { get; init; }

    /// <summary>The logs of other systems that show consequences.</summary>
    public IReadOnlyList<string>? Symptoms { get; init; }

    /// <summary>Whether no log shows it, by design.</summary>
    public bool? Silent { get; init; }

    /// <summary>When it was injected.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>When it was undone.</summary>
    public required DateTimeOffset Undone { get; init; }

    /// <summary>When all systems served again.</summary>
    public required DateTimeOffset Recovered { get; init; }

    /// <summary>When its consequences had died away.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>The lines of each log that were written between start and end: first and last, 1-based; a log without any is left out.</summary>
    public required IReadOnlyDictionary<string, long[]> Span { get; init; }

    /// <summary>The lines of each log that are its direct consequence, as ranges of first and last; null for a disturbance.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<long[]>>? Lines { get; init; }

    /// <summary>What differs from the undisturbed part.</summary>
    public Trace? Trace { get; init; }

    /// <summary>Whether a line was written meanwhile.</summary>
    public bool Spans(string log, long number) => Span.TryGetValue(log, out long[]? span) && Holds(span, number);

    /// <summary>Whether a line is a direct consequence.</summary>
    public bool Labels(string log, long number) => Lines is not null && Lines.TryGetValue(log, out IReadOnlyList<long[]>? ranges) && ranges.Any(range => Holds(range, number));

    private static bool Holds(long[] range, long number) => range[0] <= number && number <= range[1];
}
