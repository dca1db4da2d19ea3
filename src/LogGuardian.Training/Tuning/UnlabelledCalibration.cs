using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>What answers are worth by few labels and many windows of which most are normal.</summary>
internal static class UnlabelledCalibration
{
    /// <param name="windows">With labels.</param>
    /// <param name="scores">One for each.</param>
    /// <param name="unlabelled">Scores of windows of which most are normal; may be empty where both classes have labels.</param>
    /// <param name="anomalyShare">The share of them that may be anomalous, where labels do not tell.</param>
    /// <param name="before">What holds where nothing better is known.</param>
    public static BundleCalibration Of(
        IReadOnlyList<TrainingWindow> windows, IReadOnlyList<float> scores, IReadOnlyList<float> unlabelled, double anomalyShare, BundleCalibration before)
    {
        float[] calm = CalmOf(windows, scores, unlabelled, anomalyShare);
        TrainingWindow[] all = [.. windows, .. calm.Select(_ => new TrainingWindow(default, false))];
        bool hasBoth = all.Any(window => window.IsAnomaly == true) && all.Any(window => window.IsAnomaly == false);
        (float slope, float bias) = hasBoth ? HeldBackMetrics.Calibrate(all, [.. scores, .. calm]) : (before.Slope, before.Bias);
        if (calm.Length == 0)
        {
            return new BundleCalibration(slope, bias);
        }

        // Between what is surely normal and the least of what is surely not. A label that lies among normal windows moves nothing.
        float edge = calm[^1];
        float least = windows.Zip(scores).Where(each => each.First.IsAnomaly == true && each.Second > edge).Select(each => each.Second).DefaultIfEmpty(float.PositiveInfinity).Min();
        edge = windows.Zip(scores).Where(each => each.First.IsAnomaly == false && each.Second < least).Select(each => each.Second).Append(edge).Max();
        float threshold = float.IsFinite(least) ? (least + edge) / 2 : edge;
        return new BundleCalibration(slope, Math.Clamp(-slope * threshold, -10_000, 10_000));
    }

    /// <summary>
    /// The unlabelled windows that count as normal, by their scores: those below the score that tells labelled ones apart best, or, where labels tell nothing, all but the share that may be anomalous.
    /// </summary>
    /// <param name="windows">With labels.</param>
    /// <param name="scores">One for each.</param>
    /// <param name="unlabelled">Scores of the others.</param>
    /// <param name="anomalyShare">The share of them that may be anomalous.</param>
    /// <returns>Their scores in order.</returns>
    public static float[] CalmOf(IReadOnlyList<TrainingWindow> windows, IReadOnlyList<float> scores, IReadOnlyList<float> unlabelled, double anomalyShare)
    {
        float[] ordered = [.. unlabelled.Order()];
        float[] below = EdgeOf(windows, scores) is { } edge ? [.. ordered.Where(score => score <= edge)] : [];
        return 2 * below.Length >= ordered.Length ? below : ordered[..(int)Math.Ceiling((1 - anomalyShare) * ordered.Length)];
    }

    /// <summary>The score above which most anomalous and fewest normal windows lie; null where it does not tell them apart, or there is one class alone.</summary>
    private static double? EdgeOf(IReadOnlyList<TrainingWindow> windows, IReadOnlyList<float> scores)
    {
        // Of what a coin tells apart there is none.
        const double Told = 0.5;
        float[] normal = [.. scores.Where((_, i) => windows[i].IsAnomaly == false)], anomalous = [.. scores.Where((_, i) => windows[i].IsAnomaly == true)];
        if (normal.Length == 0 || anomalous.Length == 0)
        {
            return null;
        }

        double Apart(double edge) => ((double)anomalous.Count(score => score > edge) / anomalous.Length) - ((double)normal.Count(score => score > edge) / normal.Length);
        float[] ordered = [.. scores.Order()];
        double best = ordered.Zip(ordered.Skip(1), (low, high) => (low + (double)high) / 2).MaxBy(Apart);
        return Apart(best) > Told ? best : null;
    }
}
