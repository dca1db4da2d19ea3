namespace LogGuardian.Evaluation;

/// <summary>
/// Predicts each event from those before it, in the spirit of DeepLog (Du et al., CCS 2017) with a <see cref="NextEventModel"/> in place of a network. A unit
/// scores the bits of its most surprising event; its end counts as an event. The threshold is the <see cref="TrainingBorder"/> of training units scored
/// before they were learned.
/// </summary>
internal sealed class NextEventMethod() : UnitMethod("next-event", MethodNeeds.NormalUnits)
{
    private const int End = -2;
    private readonly NextEventModel _model = new();
    private readonly PrequentialScores _scores = new();

    // Known once it is trained; until then no line is suspect.
    private double _border = double.PositiveInfinity;

    public override void Learn(EvaluationUnit unit)
    {
        ReadOnlySpan<int> events = unit.Events.Span;
        _scores.Add(Score(unit).Score);
        for (int i = 0; i <= events.Length; i++)
        {
            _model.Learn(events[..i], Next(events, i));
        }
    }

    public override double Complete() => _border = _scores.Border();

    public override UnitScore Score(EvaluationUnit unit)
    {
        ReadOnlySpan<int> events = unit.Events.Span;
        double worst = 0;
        List<(double Bits, int Line)>? suspects = null;
        for (int i = 0; i <= events.Length; i++)
        {
            double bits = _model.Bits(events[..i], Next(events, i));
            worst = Math.Max(worst, bits);
            if (bits >= _border)
            {
                (suspects ??= []).Add((bits, Math.Min(i, events.Length - 1)));
            }
        }

        return new UnitScore(worst) { SuspectLines = suspects?.OrderByDescending(entry => entry.Bits).Select(entry => entry.Line).Distinct().ToArray() };
    }

    private static int Next(ReadOnlySpan<int> events, int at) => at == events.Length ? End : events[at];
}
