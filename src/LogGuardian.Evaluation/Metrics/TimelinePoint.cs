namespace LogGuardian.Evaluation;

/// <summary>The score of one unit of the test set.</summary>
/// <param name="Position">Its 0-based place in the test set.</param>
/// <param name="Score">Its score.</param>
/// <param name="Label">Whether it is truly anomalous.</param>
public readonly record struct TimelinePoint(int Position, double Score, bool Label);
