using System.Text.Json;
using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>Trains a model without a decoder from labels, without a teacher: windows of which only the whole is labelled (multiple-instance learning), or of single messages.</summary>
public static class PooledTraining
{
    /// <summary>Teaches a model words, then which windows are anomalous; calibrates its answers on held-back windows, and saves it.</summary>
    /// <param name="model">Learns.</param>
    /// <param name="set">Windows; of those without a label only the words are learned.</param>
    /// <param name="options">How it learns.</param>
    /// <param name="run">Where the run is kept; null for nowhere.</param>
    /// <param name="cancellationToken">Stops the training; what is saved and the last checkpoint stay.</param>
    /// <returns>What was measured on the held-back windows: F1 at the best threshold, average precision.</returns>
    /// <exception cref="TrainingException">A class is missing, or it cannot go on; the message says what to change.</exception>
    public static async Task<IReadOnlyDictionary<string, double>> TrainAsync(
        PooledModel model, TrainingSet set, PooledTrainingOptions? options = null, TrainingRunOptions? run = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(set);
        PooledTrainingOptions chosen = (options ?? new PooledTrainingOptions()).Validated();
        var windows = new LabelledWindows(set, model.Record.MaxMessages, chosen.HeldBack, chosen.Loop.Seed, chosen.MaxRepeats);
        var tokens = new MessageTokens(model.Tokenizer, set.Messages);

        // What is joined must be so many times larger than the log-odds that come of it.
        model.Record = model.Record with { Calibration = new BundleCalibration((float)(1 / chosen.Sharpness)) };
        var kept = new TrainingRun(run ?? new TrainingRunOptions(), chosen.Loop, chosen.Stop, JsonSerializer.SerializeToNode(chosen)!) { Sets = new Dictionary<string, TrainingSet> { ["windows"] = set } };
        await kept
            .RunAsync([new("words", chosen.Words, () => WordsWork.Of(model, tokens, chosen.Words, chosen.Loop)), new("answers", chosen.Answers, Answers)], cancellationToken)
            .ConfigureAwait(false);
        model.Network.MixedPrecision = false;
        float[] scores = new WindowScores(model, tokens).Of(windows.Held);
        (float slope, float bias) = HeldBackMetrics.Calibrate(windows.Held, scores, chosen.FalseAlarmShare);
        model.Record = model.Record with { Calibration = new BundleCalibration(slope, bias, Fitted: true) };
        model.Save();
        return HeldBackMetrics.Of(windows.Held, scores);

        StageWork Answers()
        {
            model.Network.IsTraining = true;
            model.Network.MixedPrecision = chosen.Loop.MixedPrecision;
            model.Network.Train(encoder: true, others: true);
            var vectors = new MessageVectors(model.Network, tokens, learns: true, chosen.Edits);
            var objective = new OddsObjective(model, vectors, windows.Learned) { Minority = chosen.Minority, MaxSamples = chosen.Answers.MaxSamples, Smoothing = chosen.Smoothing };
            var all = ParameterSet.Named(model.Network.Parts);
            return new StageWork(objective, all, all, Measure) { Owned = [vectors] };
        }

        IReadOnlyDictionary<string, double> Measure()
        {
            float[] held = new WindowScores(model, tokens).Of(windows.Held);
            model.Network.IsTraining = true;
            return HeldBackMetrics.Of(windows.Held, held);
        }
    }
}
