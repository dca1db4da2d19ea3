using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>What answers are worth by few labels and many windows of which most are normal.</summary>
internal static class UnlabelledCalibration
{
    /// <param name="windows">With labels.</param>
    /// <param name="scores">One for each.</param>
    /// <param name="unlabelled">Scores of windows of which most are normal; may be empty where both classes have labels.</param>
    /// <param name="anomalyShare">The share of them that may be anomalous.</param>
    /// <param name="before">What holds where nothing better is known.</param>
    public static BundleCalibration Of(
        IReadOnlyList<TrainingWindow> windows, IReadOnlyList<float> scores, IReadOnlyList<float> unlabelled, double anomalyShare, BundleCalibration before)
    {
        float[] calm = [.. unlabelled.Order().Take((int)Math.Ceiling((1 - anomalyShare) * unlabelled.Count))];
        TrainingWindow[] all = [.. windows, .. calm.Select(_ => new TrainingWindow(default, false))];
        bool hasBoth = all.Any(window => window.IsAnomaly == true) && all.Any(window => window.IsAnomaly == false);
        (float slope, float bias) = hasBoth ? HeldBackMetrics.Calibrate(all, [.. scores, .. calm]) : (before.Slope, before.Bias);
        if (calm.Length == 0)
        {
            return new BundleCalibration(slope, bias);
        }

        // Between what is surely normal and the least of what is surely not.
        float least = windows.Zip(scores).Where(each => each.First.IsAnomaly == true).Select(each => each.Second).DefaultIfEmpty(float.PositiveInfinity).Min();
        float edge = windows.Zip(scores).Where(each => each.First.IsAnomaly == false && each.Second < least).Select(each => each.Second).Append(calm[^1]).Max();
        float threshold = float.IsFinite(least) && least > edge ? (least + edge) / 2 : edge;
        return new BundleCalibration(slope, Math.Clamp(-slope * threshold, -10_000, 10_000));
    }
}
