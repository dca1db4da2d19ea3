namespace LogGuardian.Evaluation;

/// <summary>Windows: ranges of records whose beginnings and ends rise together.</summary>
/// <param name="plans">The chosen windows in order.</param>
/// <param name="kind">Whether they are of lines or of time.</param>
/// <param name="withLines">Whether the lines are attached.</param>
/// <param name="contentOnly">Whether the level is left out.</param>
internal sealed class WindowAssembler(IReadOnlyList<UnitPlan> plans, WindowKind kind, bool withLines, bool contentOnly) : UnitAssembler
{
    private readonly Queue<OpenUnit> _open = new();
    private int _ahead;
    private int _next;

    public override int Last => plans.Count == 0 ? -1 : plans[^1].Last;

    public override bool Needs(in DataLine line, int ordinal)
    {
        while (_ahead < plans.Count && plans[_ahead].Last < ordinal)
        {
            _ahead++;
        }

        return _ahead < plans.Count && plans[_ahead].First <= ordinal;
    }

    public override void Add(in ParsedLine line, int number, ICollection<EvaluationUnit> complete)
    {
        CloseBefore(line.Ordinal, complete);
        while (_next < plans.Count && plans[_next].First <= line.Ordinal)
        {
            UnitPlan plan = plans[_next++];
            if (plan.Last >= line.Ordinal)
            {
                _open.Enqueue(new OpenUnit(plan, kind, withLines));
            }
        }

        foreach (OpenUnit unit in _open)
        {
            unit.Add(line, number, contentOnly);
        }

        CloseBefore(line.Ordinal + 1, complete);
    }

    public override void Flush(ICollection<EvaluationUnit> complete) => CloseBefore(int.MaxValue, complete);

    private void CloseBefore(int ordinal, ICollection<EvaluationUnit> complete)
    {
        while (_open.TryPeek(out OpenUnit? oldest) && oldest.Plan.Last < ordinal)
        {
            Complete(_open.Dequeue(), complete);
        }
    }
}
