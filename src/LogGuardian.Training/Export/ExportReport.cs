namespace LogGuardian.Training;

/// <summary>How exactly an exported bundle computes what it must.</summary>
/// <param name="VectorDifference">The most that a number of a vector of length 1 is off.</param>
/// <param name="LeastCosine">The least cosine of a vector and what it must be.</param>
/// <param name="LogOddsDifference">The most that the log-odds of a window are off, before the calibration; null without a decoder.</param>
/// <param name="Hash">Hash of the bundle.</param>
public sealed record ExportReport(double VectorDifference, double LeastCosine, double? LogOddsDifference, string Hash);
