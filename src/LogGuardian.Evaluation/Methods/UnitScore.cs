namespace LogGuardian.Evaluation;

/// <summary>What a method says of a unit.</summary>
/// <param name="Score">Higher is stranger, in any unit; never NaN.</param>
public readonly record struct UnitScore(double Score)
{
    /// <summary>Positions of the lines that it takes for the cause, the most suspicious first; empty when it does not say.</summary>
    public ReadOnlyMemory<int> SuspectLines { get; init; }
}
