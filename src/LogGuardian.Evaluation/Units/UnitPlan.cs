namespace LogGuardian.Evaluation;

/// <summary>A unit before its events are read.</summary>
/// <param name="Key">Unique within the data set.</param>
/// <param name="First">Ordinal of its first record.</param>
/// <param name="Last">Ordinal of its last record.</param>
/// <param name="Label">Whether it is anomalous.</param>
/// <param name="System">The system that wrote it.</param>
internal sealed record UnitPlan(string Key, int First, int Last, bool Label, string System)
{
    /// <summary>Whether lines were divided before windows were cut, and it lies in the training part.</summary>
    public bool InTraining { get; init; }
}
