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
        double? told = ToldEdge(windows, scores, unlabelled);
        float[] calm = CalmOf(told, unlabelled, anomalyShare);
        TrainingWindow[] all = [.. windows, .. calm.Select(_ => new TrainingWindow(default, false))];
        bool hasBoth = all.Any(window => window.IsAnomaly == true) && all.Any(window => window.IsAnomaly == false);
        (float slope, float bias) = hasBoth ? HeldBackMetrics.Calibrate(all, [.. scores, .. calm]) : (before.Slope, before.Bias);
        if (calm.Length == 0)
        {
            return new BundleCalibration(slope, bias);
        }

        // Where labels tell, not halfway between the classes but where normal windows end: incidents to come look less anomalous than those that were learned.
        double threshold = told is { } edge ? Above(calm, anomalyShare, edge) : Between(windows, scores, calm[^1]);
        return new BundleCalibration(slope, (float)Math.Clamp(-slope * threshold, -10_000, 10_000));
    }

    /// <summary>
    /// The unlabelled windows that count as normal, by their scores: those below the score that tells labelled ones apart best, or, where labels tell nothing, all but the share that may be anomalous.
    /// </summary>
    /// <param name="windows">With labels.</param>
    /// <param name="scores">One for each.</param>
    /// <param name="unlabelled">Scores of the others.</param>
    /// <param name="anomalyShare">The share of them that may be anomalous.</param>
    /// <returns>Their scores in order.</returns>
    public static float[] CalmOf(IReadOnlyList<TrainingWindow> windows, IReadOnlyList<float> scores, IReadOnlyList<float> unlabelled, double anomalyShare) =>
        CalmOf(ToldEdge(windows, scores, unlabelled), unlabelled, anomalyShare);

    private static float[] CalmOf(double? told, IReadOnlyList<float> unlabelled, double anomalyShare)
    {
        float[] ordered = [.. unlabelled.Order()];
        return told is { } edge ? [.. ordered.Where(score => score <= edge)] : ordered[..(int)Math.Ceiling((1 - anomalyShare) * ordered.Length)];
    }

    /// <summary>What so many of some scores in order lie above; below the edge where all of them are equal.</summary>
    private static double Above(float[] calm, double share, double edge)
    {
        float last = calm[Math.Max(0, (int)Math.Ceiling((1 - share) * calm.Length) - 1)];
        double next = calm.Where(score => score > last).Select(score => (double)score).FirstOrDefault(edge);
        return (last + next) / 2;
    }

    /// <summary>Between what is surely normal and the least of what is surely not. A label that lies among normal windows moves nothing.</summary>
    private static double Between(IReadOnlyList<TrainingWindow> windows, IReadOnlyList<float> scores, float edge)
    {
        float least = windows.Zip(scores).Where(each => each.First.IsAnomaly == true && each.Second > edge).Select(each => each.Second).DefaultIfEmpty(float.PositiveInfinity).Min();
        edge = windows.Zip(scores).Where(each => each.First.IsAnomaly == false && each.Second < least).Select(each => each.Second).Append(edge).Max();
        return float.IsFinite(least) ? (least + (double)edge) / 2 : edge;
    }

    /// <summary>The score that tells labelled windows apart, unless most of the unlabelled ones, which are normal, would lie above it.</summary>
    private static double? ToldEdge(IReadOnlyList<TrainingWindow> windows, IReadOnlyList<float> scores, IReadOnlyList<float> unlabelled) =>
        EdgeOf(windows, scores) is { } edge && 2 * unlabelled.Count(score => score <= edge) >= unlabelled.Count ? edge : null;

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
