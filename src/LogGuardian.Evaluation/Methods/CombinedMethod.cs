namespace LogGuardian.Evaluation;

/// <summary>
/// The simple detectors of Landauer et al. (FSE 2024) together: a unit is anomalous when one of them says so. The score is the highest member's, where a score
/// below the member's threshold counts as its share of it, and one from the threshold on as 1 and what it is above.
/// </summary>
internal sealed class CombinedMethod(string name, params UnitMethod[] members) : UnitMethod(name, MethodNeeds.NormalUnits)
{
    private readonly double[] _thresholds = new double[members.Length];

    public override void Learn(EvaluationUnit unit)
    {
        foreach (UnitMethod member in members)
        {
            member.Learn(unit);
        }
    }

    public override double Complete()
    {
        for (int i = 0; i < members.Length; i++)
        {
            _thresholds[i] = members[i].Complete();
        }

        return 1;
    }

    public override UnitScore Score(EvaluationUnit unit)
    {
        UnitScore highest = default;
        for (int i = 0; i < members.Length; i++)
        {
            UnitScore own = members[i].Score(unit);
            double score = own.Score >= _thresholds[i] ? 1 + own.Score - _thresholds[i] : Math.Min(own.Score / _thresholds[i], Math.BitDecrement(1.0));
            highest = score > highest.Score ? own with { Score = score } : highest;
        }

        return highest;
    }
}
