namespace LogGuardian.Evaluation;

/// <summary>The share of events that training never showed; one of them is enough (Landauer et al., FSE 2024, "new events").</summary>
internal sealed class NewEventsMethod() : UnitMethod("new-events", MethodNeeds.NormalUnits)
{
    private readonly HashSet<int> _seen = [];

    public override void Learn(EvaluationUnit unit)
    {
        foreach (int seen in unit.Events.Span)
        {
            _seen.Add(seen);
        }
    }

    public override double Complete() => double.Epsilon;

    public override UnitScore Score(EvaluationUnit unit)
    {
        List<int>? lines = null;
        for (int i = 0; i < unit.Events.Length; i++)
        {
            if (!_seen.Contains(unit.Events.Span[i]))
            {
                (lines ??= []).Add(i);
            }
        }

        return lines is null ? default : new UnitScore((double)lines.Count / unit.Events.Length) { SuspectLines = lines.ToArray() };
    }
}
