namespace LogGuardian.Evaluation;

/// <summary>Calls every unit normal: what accuracy is worth when anomalies are rare.</summary>
internal sealed class AllNormalMethod() : UnitMethod("all-normal")
{
    public override void Learn(EvaluationUnit unit)
    {
    }

    public override double Complete() => 1;

    public override UnitScore Score(EvaluationUnit unit) => default;
}
