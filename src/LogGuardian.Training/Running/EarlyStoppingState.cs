namespace LogGuardian.Training;

/// <summary>What early stopping knows; kept in checkpoints.</summary>
/// <param name="Best">The best value so far; null before the first.</param>
/// <param name="BestStep">The step after which it was measured.</param>
/// <param name="Waited">Validations without a gain since then.</param>
internal sealed record EarlyStoppingState(double? Best, long BestStep, int Waited)
{
    /// <summary>Before the first validation.</summary>
    public static EarlyStoppingState Start { get; } = new(null, 0, 0);
}
