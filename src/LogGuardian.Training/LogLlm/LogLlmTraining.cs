using System.Text.Json;
using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>Trains LogLLM (arXiv 2411.08561) and what comes before it.</summary>
public static class LogLlmTraining
{
    /// <summary>
    /// Teaches a model words and order from windows without labels: <see cref="LogLlmTrainingOptions.Words"/> and <see cref="LogLlmTrainingOptions.Order"/>. Saves it.
    /// </summary>
    /// <param name="model">Learns.</param>
    /// <param name="set">Windows; those that are labelled anomalous give words, but no order.</param>
    /// <param name="options">How it learns.</param>
    /// <param name="run">Where the run is kept; null for nowhere.</param>
    /// <param name="cancellationToken">Stops the training; what is saved and the last checkpoint stay.</param>
    /// <exception cref="TrainingException">It cannot go on; the message says what to change.</exception>
    public static async Task PretrainAsync(
        TrainableModel model, TrainingSet set, LogLlmTrainingOptions? options = null, TrainingRunOptions? run = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(set);
        LogLlmTrainingOptions chosen = (options ?? new LogLlmTrainingOptions()).Validated();
        await RunAsync(run, set, chosen, new LogLlmStages(model, set, null, chosen).Unlabelled(), cancellationToken).ConfigureAwait(false);
        model.Network.IsTraining = false;
        model.Network.MixedPrecision = false;
        model.Save();
    }

    /// <summary>Trains a model in three stages, calibrates its answers on held-back windows, and saves it.</summary>
    /// <param name="model">Learns.</param>
    /// <param name="set">Windows; those without a label are not looked at.</param>
    /// <param name="options">How it learns.</param>
    /// <param name="run">Where the run is kept; null for nowhere.</param>
    /// <param name="cancellationToken">Stops the training; what is saved and the last checkpoint stay.</param>
    /// <returns>What was measured on the held-back windows: F1 at the best threshold, average precision.</returns>
    /// <exception cref="TrainingException">A class is missing, or it cannot go on; the message says what to change.</exception>
    public static async Task<IReadOnlyDictionary<string, double>> TrainAsync(
        TrainableModel model, TrainingSet set, LogLlmTrainingOptions? options = null, TrainingRunOptions? run = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(set);
        LogLlmTrainingOptions chosen = (options ?? new LogLlmTrainingOptions()).Validated();
        var windows = new LabelledWindows(set, model.Record.MaxMessages, chosen.HeldBack, chosen.Loop.Seed, chosen.MaxRepeats);
        try
        {
            await RunAsync(run, set, chosen, new LogLlmStages(model, set, windows, chosen).Labelled(), cancellationToken).ConfigureAwait(false);
            model.Network.IsTraining = false;
            model.Network.MixedPrecision = false;
            float[] scores = WindowScores.Of(model, set, windows.Held);
            (float slope, float bias) = HeldBackMetrics.Calibrate(windows.Held, scores);
            model.Record = model.Record with { Calibration = new BundleCalibration(slope, bias, Fitted: true) };
            model.Save();
            return HeldBackMetrics.Of(windows.Held, scores);
        }
        finally
        {
            // Only what learns here leaves numbers out and can be in 4 bits.
            model.Network.Dropout = 0;
            foreach ((_, ParameterSet part) in model.Network.Parts)
            {
                part.FromFourBit();
            }
        }
    }

    private static Task RunAsync(TrainingRunOptions? run, TrainingSet set, LogLlmTrainingOptions options, IReadOnlyList<TrainingStage> stages, CancellationToken cancellationToken) =>
        new TrainingRun(run ?? new TrainingRunOptions(), options.Loop, options.Stop, JsonSerializer.SerializeToNode(options)!) { Sets = new Dictionary<string, TrainingSet> { ["windows"] = set } }.RunAsync(stages, cancellationToken);
}
