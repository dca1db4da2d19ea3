using System.Text.Json;
using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>Teaches small models what large ones know (Hinton et al., arXiv 1503.02531).</summary>
public static class Distillation
{
    /// <summary>
    /// A smaller model learns the teacher's vectors through a linear map, then its answers over all windows, labelled or not. Calibrates and saves it.
    /// </summary>
    /// <param name="teacher">Is asked once about each message and each window, and stays as it is.</param>
    /// <param name="student">Learns: with a decoder, or, far faster, without. Its tokenizer may be another one.</param>
    /// <param name="set">Windows as both read them.</param>
    /// <param name="options">How it learns.</param>
    /// <param name="run">Where the run is kept; null for nowhere.</param>
    /// <param name="cancellationToken">Stops the training; what is saved and the last checkpoint stay.</param>
    /// <exception cref="TrainingException">There are too few windows, or it cannot go on; the message says what to change.</exception>
    public static async Task<DistillationReport> DistillAsync(
        TrainableModel teacher, WindowModel student, TrainingSet set, DistillationOptions? options = null, TrainingRunOptions? run = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(student);
        ArgumentNullException.ThrowIfNull(set);
        DistillationOptions chosen = (options ?? new DistillationOptions()).Validated();

        // Log-odds are learned as they are.
        student.Record = student.Record with { Calibration = new BundleCalibration(Fitted: teacher.Calibration.Fitted) };
        var kept = new TrainingRun(run ?? new TrainingRunOptions(), chosen.Loop, chosen.Stop, JsonSerializer.SerializeToNode(chosen)!)
        { Sets = new Dictionary<string, TrainingSet> { ["windows"] = set } };
        await kept.RecallAsync(cancellationToken).ConfigureAwait(false);
        DistillationWindows windows = await Task.Run(() => new DistillationWindows(teacher, student, set, chosen), cancellationToken).ConfigureAwait(false);
        using var stages = new DistillationStages(teacher, student, set, windows, chosen, kept);
        await kept.RunAsync(stages.All, cancellationToken).ConfigureAwait(false);
        float[] scores = WindowScores.Of(student, set, windows.Held);
        if (windows.HasBothClasses)
        {
            (float slope, float bias) = HeldBackMetrics.Calibrate(windows.Held, scores);
            student.Record = student.Record with { Calibration = new BundleCalibration(slope, bias, teacher.Calibration.Fitted) };
        }

        student.Save();
        int same = scores.Where((score, i) => student.OddsOf(score) > 0 == windows.HeldOdds[i] > 0).Count();
        IReadOnlyDictionary<string, double> taught = HeldBackMetrics.Of(windows.Held, windows.HeldOdds), learned = HeldBackMetrics.Of(windows.Held, scores);
        return new DistillationReport(
            windows.Held.Count,
            taught[HeldBackMetrics.F1],
            learned[HeldBackMetrics.F1],
            taught[HeldBackMetrics.AveragePrecision],
            learned[HeldBackMetrics.AveragePrecision],
            (double)same / scores.Length,
            stages.Cosine);
    }
}
