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

    /// <summary>The lines that prove it, in order; empty only when the evidence is that lines are missing, or is of the window as a whole. At most 10 are kept.</summary>
    public required IReadOnlyList<ParsedLog> Lines { get; init; }

    /// <summary>Strangeness in the detector's own unit, at least 0; pieces of one detector compare with each other.</summary>
    public required double Strength { get; init; }

    /// <summary>
    /// How often the template came in the window; for the other kinds, what <see cref="Expected"/> is compared with: the value, the number of high values or
    /// severe lines, the rate, how often the line was missed, or the length of the silence.
    /// </summary>
    public double Observed { get; init; }

    /// <summary>
    /// The most that normal windows hold. For <see cref="EvidenceKind.UnexpectedOrder"/> and <see cref="EvidenceKind.UnexpectedEnd"/> the probability of this
    /// step, in [0..1]; for
    /// <see cref="EvidenceKind.UnusualValue"/> the nearest number that was normal; for <see cref="EvidenceKind.HighValues"/> the number that one normal value
    /// in a hundred exceeds; for <see cref="EvidenceKind.UnusualSeverity"/>, <see cref="EvidenceKind.UnusualRate"/> and
    /// <see cref="EvidenceKind.UnusualVolume"/> what is usual; for <see cref="EvidenceKind.MissingEvent"/> how often it comes when it should, in [0..1]; for
    /// <see cref="EvidenceKind.Silence"/> the longest silence that was normal; for <see cref="EvidenceKind.UnlikeSequence"/> how often the most similar normal
    /// sequence has the template there, 0 or 1; for <see cref="EvidenceKind.UnusualMix"/> the number that goes with the other counts of the window; for
    /// <see cref="EvidenceKind.Drift"/> the threshold of long ago, <see cref="Observed"/>
    /// being the score; for <see cref="EvidenceKind.UnlikeMeaning"/> the distance that is usual between normal lines, <see cref="Observed"/> being that to the nearest
    /// one, both in [0..2]; for <see cref="EvidenceKind.ModelVerdict"/> 0, <see cref="Observed"/> being the model's probability of an anomaly, in [0..1].
    /// </summary>
    public double Expected { get; init; }

    /// <summary>
    /// Unit of <see cref="Expected"/> and, but for <see cref="EvidenceKind.HighValues"/>, of <see cref="Observed"/>: <c>s</c>, <c>B</c> for bytes, or
    /// <c>/min</c>; null for plain numbers.
    /// </summary>
    public string? Unit { get; init; }

    /// <summary>For <see cref="EvidenceKind.MarkedAnomaly"/>: when the window that this one looks like was marked. Null otherwise.</summary>
    public DateTimeOffset? MarkedAt { get; init; }

    /// <summary>For evidence about values: the 0-based position of the parameter; see <see cref="LogTemplate.ParameterNames"/>.</summary>
    public int? Position { get; init; }

    /// <summary>
    /// For <see cref="EvidenceKind.UnexpectedOrder"/> and <see cref="EvidenceKind.UnlikeSequence"/>: the template of the line before; null for the first. For
    /// <see cref="EvidenceKind.MissingEvent"/>: of the line that it normally follows, if any.
    /// </summary>
    public LogTemplate? After { get; init; }

    /// <summary>
    /// For <see cref="EvidenceKind.UnexpectedOrder"/> and <see cref="EvidenceKind.UnexpectedEnd"/>: the template that usually comes instead, when one is known;
    /// null where the session usually ends. For <see cref="EvidenceKind.UnlikeSequence"/>: what the most similar normal sequence has instead, if anything.
    /// </summary>
    public LogTemplate? ExpectedTemplate { get; init; }

    /// <summary>For <see cref="EvidenceKind.ModelVerdict"/>: the reason in the model's own words, one sentence; null when it gives none, and for the other kinds.</summary>
    public string? Statement { get; init; }
}
