namespace LogGuardian.Evaluation;

/// <summary>
/// A method cannot learn from the training part of a split, because a class is missing in it for instance. The split is left out for this method, with a warning; a run ends only where none of its methods
/// has learned from any split.
/// </summary>
/// <param name="message">What the part lacks, and what to do.</param>
/// <param name="innerException">What the method met; null for nothing else.</param>
public sealed class UnfitTrainingException(string message, Exception? innerException = null) : Exception(message, innerException);
