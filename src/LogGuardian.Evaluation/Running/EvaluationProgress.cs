namespace LogGuardian.Evaluation;

/// <summary>How far a run is.</summary>
/// <param name="Done">Results that are there.</param>
/// <param name="Total">Results that there will be, as far as it is known: splits are counted as they are drawn.</param>
/// <param name="Current">What was begun or finished last: data set, protocol, split and method.</param>
public readonly record struct EvaluationProgress(int Done, int Total, string Current);
