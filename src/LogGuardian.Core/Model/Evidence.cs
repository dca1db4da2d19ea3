namespace LogGuardian;

/// <summary>One reason for a score: what was seen, in which lines, and what was expected instead.</summary>
public sealed record Evidence
{
    /// <summary>What is strange about it.</summary>
    public required EvidenceKind Kind { get; init; }

    /// <summary>Name of the detector that found it.</summary>
    public required string Detector { get; init; }

    /// <summary>The template concerned.</summary>
    public required LogTemplate Template { get; init; }

    /// <summary>The lines that prove it, in order; empty only when the evidence is that lines are missing. At most 10 are kept.</summary>
    public required IReadOnlyList<ParsedLog> Lines { get; init; }

    /// <summary>Strangeness in the detector's own unit, at least 0; pieces of one detector compare with each other.</summary>
    public required double Strength { get; init; }

    /// <summary>How often the template came in the window.</summary>
    public double Observed { get; init; }

    /// <summary>The most that normal windows hold; for <see cref="EvidenceKind.UnexpectedOrder"/> the probability of this step, in [0..1].</summary>
    public double Expected { get; init; }

    /// <summary>For <see cref="EvidenceKind.UnexpectedOrder"/>: the template of the line before.</summary>
    public LogTemplate? After { get; init; }

    /// <summary>For <see cref="EvidenceKind.UnexpectedOrder"/>: the template that usually comes instead, when one is known.</summary>
    public LogTemplate? ExpectedTemplate { get; init; }
}
