using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>What stands in an exported bundle in the place of a decoder.</summary>
/// <param name="Model">The judge.</param>
/// <param name="Calibration">What its answer is worth.</param>
/// <param name="MaxMessages">The most messages of a window.</param>
internal sealed record ExportedJudge(PooledJudgeModel Model, BundleCalibration Calibration, int MaxMessages);
