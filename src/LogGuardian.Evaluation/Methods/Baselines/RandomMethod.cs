namespace LogGuardian.Evaluation;

/// <summary>
/// A coin: scores are uniform in [0..1), so that half of the units are predicted to be anomalous. Its F1 is about 2p / (2p + 1) where p is the share of
/// anomalies, the floor of a method that predicts anything.
/// </summary>
internal sealed class RandomMethod(int seed) : UnitMethod("random")
{
    private readonly Random _random = new(seed);

    public override void Learn(EvaluationUnit unit)
    {
    }

    public override double Complete() => 0.5;

    public override UnitScore Score(EvaluationUnit unit) => new(_random.NextDouble());
}
