namespace LogGuardian.Training;

/// <summary>Where a schedule by plateaus has got to; kept in checkpoints.</summary>
/// <param name="Best">The best value so far; null before the first.</param>
/// <param name="Waited">Validations without a gain since then, or since the rate fell.</param>
/// <param name="Share">The share of the rate that is left.</param>
internal sealed record PlateauState(double? Best, int Waited, double Share)
{
    /// <summary>Before the first validation.</summary>
    public static PlateauState Start { get; } = new(null, 0, 1);
}
