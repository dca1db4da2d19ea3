using System.Text.Json;
using LogGuardian.Inference;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Training;

/// <summary>Brings trained models up to date with new windows.</summary>
public static class IncrementalUpdate
{
    /// <summary>
    /// The model learns new windows: labels where there are any, and, with a decoder, what comes next in the others; with them it rehearses older ones. It is calibrated and saved only when older windows
    /// that were held back are answered as well as before; otherwise its weights are what they were.
    /// </summary>
    /// <param name="model">Learns.</param>
    /// <param name="fresh">New windows.</param>
    /// <param name="replay">Older windows, some of both classes with labels.</param>
    /// <param name="options">How it learns, and what is too much worse.</param>
    /// <param name="run">Where the run is kept; null for nowhere.</param>
    /// <param name="cancellationToken">Stops the update; the weights are what they were.</param>
    /// <exception cref="TrainingException">There are too few windows, or it cannot go on; the message says what to change.</exception>
    public static async Task<UpdateReport> UpdateAsync(
        WindowModel model, TrainingSet fresh, TrainingSet replay, UpdateOptions? options = null, TrainingRunOptions? run = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(fresh);
        ArgumentNullException.ThrowIfNull(replay);
        UpdateOptions chosen = (options ?? new UpdateOptions()).Validated();
        var sets = new Dictionary<string, TrainingSet> { ["windows"] = fresh, ["older windows"] = replay };
        TrainingRun kept = await TrainingRun.OfAsync(model, run, chosen.Loop, JsonSerializer.SerializeToNode(chosen)!, sets, cancellationToken).ConfigureAwait(false);
        if (model is PooledModel && !fresh.Windows.Any(window => window.IsAnomaly is not null))
        {
            throw new TrainingException(FormattableString.Invariant(
                $"None of the {fresh.Windows.Count} new windows has a label; a model without a decoder takes up labels alone. Label some, or get it used to them with {nameof(DomainAdaptation)}."));
        }

        var windows = new OldAndNew(model, fresh, replay);
        TrainingWindow[] held = new LabelledWindows(replay, model.Record.MaxMessages, chosen.HeldBack, chosen.Loop.Seed).Held.ToArray();
        var known = new HashSet<ReadOnlyMemory<int>>(held.Select(window => window.Messages));
        int[] rehearsed = [.. Enumerable.Range(0, replay.Windows.Count).Where(i => !known.Contains(replay.Windows[i].Messages) && replay.Windows[i].Messages.Length <= model.Record.MaxMessages)];
        ModelRecord record = model.Record;
        using var before = new WeightSnapshot(ParameterSet.Named(model.Network.Parts).Values);
        try
        {
            double precision = PrecisionOf(WindowScores.Of(model, replay, held));
            var stage = new TrainingStage("update", chosen.Learning, () => Prepare(model, windows, rehearsed, chosen));
            await kept.RunAsync([stage], cancellationToken).ConfigureAwait(false);
            float[] scores = WindowScores.Of(model, replay, held);
            double after = PrecisionOf(scores);
            bool isAccepted = after >= precision - chosen.Tolerance;
            string reason = FormattableString.Invariant(
                $"Average precision of {held.Length} older windows that were held back went from {precision:0.####} to {after:0.####}; it must be at least {precision - chosen.Tolerance:0.####}. {(isAccepted ? "The update was taken over." : "The weights are what they were. Look at the new labels, learn more slowly, or rehearse more.")}");
            if (isAccepted)
            {
                (float slope, float bias) = HeldBackMetrics.Calibrate(held, scores);
                model.Record = record with { Calibration = new BundleCalibration(slope, bias, Fitted: true) };
                model.Save();
            }
            else
            {
                before.Restore();
            }

            return new UpdateReport(isAccepted, reason, held.Length, precision, after);
        }
        catch
        {
            model.Record = record;
            before.Restore();
            throw;
        }

        double PrecisionOf(float[] scores) => HeldBackMetrics.Of(held, scores)[HeldBackMetrics.AveragePrecision];
    }

    private static StageWork Prepare(WindowModel model, OldAndNew windows, int[] rehearsed, UpdateOptions options)
    {
        MessageNetwork network = model.Network;
        network.IsTraining = true;
        network.Train(encoder: true, others: true);
        var vectors = new MessageVectors(network, new MessageTokens(model.Tokenizer, windows.All.Messages), learns: true, edits: 0);
        int most = model.Record.MaxMessages;
        TrainingWindow[] labelled = [.. windows.New.Where(window => window.IsAnomaly is not null).SelectMany(window => LabelledWindows.Cut(window, most))];
        var reader = model as TrainableModel;
        TrainingWindow[] others = reader is null ? [] : [.. windows.New.Where(window => window.IsAnomaly is null).SelectMany(window => LabelledWindows.Parts(window, most)).Where(part => part.Messages.Length > 1)];
        int count = options.Learning.MaxSamples;
        var taught = new OddsObjective(model, vectors, labelled) { Minority = options.Minority, MaxSamples = count };
        var old = new OddsObjective(model, vectors, [.. rehearsed.Select(i => windows.Old[i])]) { Teacher = [.. rehearsed.Select(i => windows.Odds[i])], HardShare = options.HardShare };
        Dictionary<string, TorchParameter> all = ParameterSet.Named(network.Parts);

        // Shares are those of the first that has windows: all that is new, and so much of what is old.
        double share = labelled.Length == 0 ? 1 : Math.Max(1, (double)others.Length / labelled.Length);
        double newer = labelled.Length == 0 || others.Length == 0 ? 1 : 1 + share;
        (IObjective, double)[] next = reader is null ? [] : [(new NextEventObjective(reader.Network, vectors, reader.Prompt, others, count), share)];
        var objective = new AnchoredObjective(new MixedObjective([(taught, 1), .. next, (old, options.Replay * newer)]), all.Values, options.Anchor);
        return new StageWork(objective, all, all, null) { Owned = [vectors, objective] };
    }
}
