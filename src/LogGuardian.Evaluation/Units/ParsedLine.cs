namespace LogGuardian.Evaluation;

/// <summary>A record of a data set after parsing.</summary>
/// <param name="Log">The record.</param>
/// <param name="IsAnomalous">Whether one of its lines is anomalous; null where only sessions are labelled.</param>
/// <param name="First">Its first line.</param>
/// <param name="Ordinal">0-based number of the record in its data set.</param>
internal readonly record struct ParsedLine(ParsedLog Log, bool? IsAnomalous, DataLine First, int Ordinal);
