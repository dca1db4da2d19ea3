namespace LogGuardian.Evaluation;

/// <summary>Sessions: each is open from its first record to its last, which the index knows, so that only open ones are in memory.</summary>
internal sealed class SessionAssembler : UnitAssembler
{
    private readonly Dictionary<string, UnitPlan> _plans;
    private readonly Dictionary<string, OpenUnit> _open = new(StringComparer.Ordinal);
    private readonly bool _withLines;
    private readonly bool _contentOnly;
    private (int Ordinal, bool Needed) _asked = (-1, false);

    /// <param name="plans">The chosen sessions.</param>
    /// <param name="withLines">Whether the lines are attached.</param>
    /// <param name="contentOnly">Whether the level is left out.</param>
    public SessionAssembler(IReadOnlyList<UnitPlan> plans, bool withLines, bool contentOnly)
    {
        _plans = plans.ToDictionary(plan => plan.Key, StringComparer.Ordinal);
        _withLines = withLines;
        _contentOnly = contentOnly;
        Last = plans.Count == 0 ? -1 : plans.Max(plan => plan.Last);
    }

    public override int Last { get; }

    public override bool Needs(in DataLine line, int ordinal)
    {
        // A line that continues a record goes with its first line, whatever it names itself.
        if (ordinal != _asked.Ordinal)
        {
            _asked = (ordinal, line.Sessions.Any(_plans.ContainsKey));
        }

        return _asked.Needed;
    }

    public override void Add(in ParsedLine line, int number, ICollection<EvaluationUnit> complete)
    {
        foreach (string key in line.First.Sessions)
        {
            if (!_plans.TryGetValue(key, out UnitPlan? plan))
            {
                continue;
            }

            if (!_open.TryGetValue(key, out OpenUnit? unit))
            {
                _open.Add(key, unit = new OpenUnit(plan, WindowKind.Session, _withLines));
            }

            unit.Add(line, number, _contentOnly);
            if (plan.Last == line.Ordinal)
            {
                Complete(unit, complete);
                _open.Remove(key);
            }
        }
    }

    public override void Flush(ICollection<EvaluationUnit> complete)
    {
        foreach (OpenUnit unit in _open.Values.OrderBy(unit => unit.Plan.First))
        {
            Complete(unit, complete);
        }

        _open.Clear();
    }
}
