namespace LogGuardian.Evaluation;

/// <summary>
/// A sequence longer or shorter than all of training (Landauer et al., FSE 2024, "sequence length"): how many times as long or short, as log2; 0 within.
/// </summary>
internal sealed class LengthMethod() : UnitMethod("length", MethodNeeds.NormalUnits)
{
    private int _shortest = int.MaxValue;
    private int _longest;

    public override void Learn(EvaluationUnit unit)
    {
        _shortest = Math.Min(_shortest, unit.Events.Length);
        _longest = Math.Max(_longest, unit.Events.Length);
    }

    public override double Complete() => double.Epsilon;

    public override UnitScore Score(EvaluationUnit unit) =>
        new(Math.Max(0, Math.Max(Math.Log2((double)unit.Events.Length / _longest), Math.Log2((double)_shortest / unit.Events.Length))));
}
