using System.Text.Json.Serialization;

namespace Lab.Scenarios;

/// <summary>A fault, or a disturbance that is none.</summary>
internal sealed record ScenarioEvent
{
    /// <summary>The kind of a fault, such as <c>killed</c>; null for a disturbance.</summary>
    public string? Fault { get; init; }

    /// <summary>The kind of a disturbance that is part of normal operation, such as <c>backup</c>; null for a fault.</summary>
    public string? Benign { get; init; }

    /// <summary>One sentence: what is done.</summary>
    public required string Description { get; init; }

    /// <summary>The system in which it happens: the root cause.</summary>
    public required string On { get; init; }

    /// <summary>An action (see <see cref="Faults.FaultActions"/>) and its arguments, or a script in the system's folder and its arguments.</summary>
    public required string Do { get; init; }

    /// <summary>
    /// What happens in other systems right after it, as <c>SYSTEM: ACTION</c>: the rest of a rolling restart, or the failure without which a mistake is harmless.
    /// Undone in reverse order.
    /// </summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>How bad: <c>low</c> when users notice nothing, <c>medium</c> when some requests fail or wait, <c>high</c> when most do.</summary>
    public Severity Severity { get; init; }

    /// <summary>Seconds from the injection until it is undone.</summary>
    public double Seconds { get; init; } = 8;

    /// <summary>Seconds from the recovery until its consequences have died away.</summary>
    public double Settle { get; init; } = 4;

    /// <summary>Whether nothing of it is to be seen in any log.</summary>
    public bool Silent { get; init; }

    /// <summary>
    /// For each log the patterns (.NET, matched anywhere in a line) of its direct consequences. Only lines between injection and recovery are looked at. An
    /// indented line after a match, as of a stack trace, belongs to it.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Lines { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>
    /// A pattern whose group 1 is a connection, request or trace id; null when lines are looked at by themselves. Lines in the interval that have an id in
    /// common with a consequence, and match one of <see cref="Related"/>, are consequences too.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>Which lines count when their <see cref="Id"/> is that of a consequence; empty for all.</summary>
    public IReadOnlyList<string> Related { get; init; } = [];

    [JsonIgnore]
    public bool IsFault => Fault is not null;

    [JsonIgnore]
    public string Kind => Fault ?? Benign ?? "";

    /// <summary>The systems that something is done to, and what.</summary>
    public IEnumerable<(string System, string Action)> Steps() =>
        [(On, Do), .. Also.Select(step => step.Split(':', 2, StringSplitOptions.TrimEntries)).Select(parts => (parts[0], parts[^1]))];

    public void Check(string scenario)
    {
        string? problem = (Fault is null) == (Benign is null) ? "it must have either 'fault' or 'benign'"
            : Seconds < 0 || Settle < 0 ? $"'seconds' is {Seconds} and 'settle' {Settle}; both must be 0 or more"
            : !IsFault && Lines.Count > 0 ? "it is benign and has 'lines'; only the consequences of a fault are labelled"
            : IsFault && Silent != (Lines.Count == 0) ? "a fault must have 'lines', or be 'silent', and not both"
            : null;
        if (problem is not null)
        {
            throw new InvalidDataException($"Scenario '{scenario}', {(Kind.Length > 0 ? Kind : Description)}: {problem}.");
        }
    }
}
