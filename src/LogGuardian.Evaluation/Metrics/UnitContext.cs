namespace LogGuardian.Evaluation;

/// <summary>What some metrics need besides the prediction of a unit.</summary>
/// <param name="Lines">Number of lines; 0 where it is not known.</param>
/// <param name="Start">Earliest event time; null where it is not known.</param>
/// <param name="End">Latest event time; null where it is not known.</param>
/// <param name="HasLineTruth">Whether it is known which lines are truly anomalous, and any is.</param>
/// <param name="HasSuspects">Whether the method named lines.</param>
/// <param name="HitRank">1-based place of the first truly anomalous line among those that the method named; 0 when none is.</param>
internal readonly record struct UnitContext(
    int Lines, DateTimeOffset? Start, DateTimeOffset? End, bool HasLineTruth, bool HasSuspects, int HitRank)
{
    /// <summary>What was done to the system meanwhile; null where it is not known.</summary>
    public IReadOnlyList<Injection>? Injections { get; init; }

    public static UnitContext Of(EvaluationUnit unit, in UnitScore score)
    {
        ReadOnlySpan<bool> truth = unit.LineLabels.Span;
        int hit = 0;
        for (int rank = 1; rank <= score.SuspectLines.Length; rank++)
        {
            int line = score.SuspectLines.Span[rank - 1];
            if (line < 0 || line >= unit.Events.Length)
            {
                throw new ArgumentException(
                    $"Suspect line {line} of unit '{unit.Key}' is not there; positions are 0 to {unit.Events.Length - 1}. Correct the method.", nameof(score));
            }

            if (hit == 0 && line < truth.Length && truth[line])
            {
                hit = rank;
            }
        }

        return new UnitContext(unit.Events.Length, unit.Start, unit.End, truth.Contains(true), score.SuspectLines.Length > 0, hit) { Injections = unit.Injections };
    }
}
