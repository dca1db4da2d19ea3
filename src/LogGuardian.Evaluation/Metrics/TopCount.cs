namespace LogGuardian.Evaluation;

/// <summary>Precision and recall when the highest scores are taken for anomalies. Ties at the border count by the share that is inside.</summary>
/// <param name="Count">How many of the highest scores: the k of precision at k.</param>
/// <param name="Precision">Share of them that is truly anomalous, 0 to 1.</param>
/// <param name="Recall">Share of the true anomalies that is among them, 0 to 1; 0 without anomalies.</param>
public readonly record struct TopCount(int Count, double Precision, double Recall);
