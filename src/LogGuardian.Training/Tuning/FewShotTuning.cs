using System.Text.Json;

namespace LogGuardian.Training;

/// <summary>Tunes trained models with a handful of labelled windows.</summary>
public static class FewShotTuning
{
    /// <summary>The most labelled windows that tuning takes.</summary>
    public const int MostLabelled = 16;

    /// <summary>The most windows that are suggested at once.</summary>
    public const int MostSuggested = 1_000;

    /// <summary>
    /// Says which windows are worth a label: such as are like many others, above all like those that the model finds strange, and unlike each other. Chosen by the vectors of their messages; labels are not looked at.
    /// </summary>
    /// <param name="model">What will be tuned.</param>
    /// <param name="set">The windows; of more than 2,000 different ones the strangest and some of the others are compared.</param>
    /// <param name="count">How many; 1 to 1,000, default 16. There are fewer where fewer are different.</param>
    /// <param name="seed">Of the draw where there are more than are compared.</param>
    /// <returns>Places in <see cref="TrainingSet.Windows"/>, the window that says most first.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of range.</exception>
    public static IReadOnlyList<int> Suggest(WindowModel model, TrainingSet set, int count = MostLabelled, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostSuggested);
        return LabelSuggestion.Of(model, set, count, seed);
    }

    /// <summary>
    /// Few weights of the model learn at most 16 labelled windows in many edited copies, held where they were; how long, windows that are left out decide. Unlabelled windows of the
    /// system, of which most are normal, hold the rest of its answers and set the bias. Calibrates and saves the model; where it cannot go on, the weights are what they were, or rounded with <see cref="LoraOptions.FourBit"/>.
    /// </summary>
    /// <param name="model">Learns.</param>
    /// <param name="set">Labelled windows of both classes, or of one where unlabelled ones are of the other: most are normal, and those that the model takes for anomalous are not.</param>
    /// <param name="options">How it learns.</param>
    /// <param name="run">Where the run with all windows is kept; null for nowhere.</param>
    /// <param name="cancellationToken">Stops the tuning.</param>
    /// <exception cref="TrainingException">There are too many labels or too few, or it cannot go on; the message says what to change.</exception>
    public static async Task<TuningReport> TuneAsync(
        WindowModel model, TrainingSet set, TuningOptions? options = null, TrainingRunOptions? run = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(set);
        TuningOptions chosen = (options ?? new TuningOptions()).Validated();
        var sets = new Dictionary<string, TrainingSet> { ["windows"] = set };
        TrainingRun kept = await TrainingRun.OfAsync(model, run, chosen.Loop, JsonSerializer.SerializeToNode(chosen)!, sets, cancellationToken).ConfigureAwait(false);
        if (chosen.Lora.FourBit)
        {
            TuningTrial.Round(model.Network, chosen);
        }

        var windows = new TuningWindows(model, set, chosen);
        ModelRecord before = model.Record;
        using var trial = new TuningTrial(model, set, windows, chosen);
        try
        {
            TuningReport report = await Task.Run(() => Choose(trial, windows, chosen, run?.Progress, cancellationToken), cancellationToken).ConfigureAwait(false);
            trial.Reset();
            await kept.RunAsync([trial.Stage(report.Epochs, windows.Labelled)], cancellationToken).ConfigureAwait(false);
            model.Network.IsTraining = false;
            model.Record = model.Record with
            {
                Calibration = UnlabelledCalibration.Of(windows.Labelled, trial.Score(windows.Labelled), trial.Score(windows.Unlabelled), chosen.AnomalyShare, model.Calibration) with { Fitted = true },
            };
            model.Save();
            trial.Keep();
            return report;
        }
        catch
        {
            model.Record = before;
            trial.Reset();
            throw;
        }
    }

    /// <summary>The number of epochs after which windows that were left out are answered best.</summary>
    private static TuningReport Choose(TuningTrial trial, TuningWindows windows, TuningOptions options, Action<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        double[] losses = new double[options.MaxEpochs + 1];
        int[] right = new int[losses.Length];
        int leftOut = 0;
        foreach (int[] fold in windows.Folds(options.Folds))
        {
            TrainingWindow[] held = [.. fold.Select(i => windows.Labelled[i])];
            leftOut += held.Length;
            int epoch = 0;
            void Judge()
            {
                (double[] some, bool[] answers) = trial.Judge(held);
                losses[epoch] += some.Sum();
                right[epoch++] += answers.Count(answer => answer);
            }

            trial.Reset();
            Judge();
            new TrainingLoop(options.Loop, null, null, progress).Run([trial.Stage(options.MaxEpochs, [.. windows.Labelled.Where((_, i) => !fold.Contains(i))], Judge)], cancellationToken);
        }

        // Where no window can be left out, half of the most is a guess that has to do.
        int best = leftOut == 0 ? (options.MaxEpochs + 1) / 2 : Array.IndexOf(losses, losses.Min());
        return leftOut == 0
            ? new TuningReport(windows.Labelled.Count, 0, best, null, null, 0, 0)
            : new TuningReport(windows.Labelled.Count, leftOut, best, losses[0] / leftOut, losses[best] / leftOut, right[0], right[best]);
    }
}
