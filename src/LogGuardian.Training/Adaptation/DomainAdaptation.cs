using System.Text.Json;
using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>Gets trained models used to the logs of another system, without labels.</summary>
public static class DomainAdaptation
{
    /// <summary>
    /// The model learns words and order of a new system (Gururangan et al., arXiv 2004.10964), or words alone where it has no decoder; it rehearses an older set, and is held to the vectors and the answers that it gave there.
    /// Calibrates and saves it; where it cannot go on, the weights are what they were.
    /// </summary>
    /// <param name="model">Learns.</param>
    /// <param name="set">Windows of the new system; labels are not looked at, but anomalous ones give no order.</param>
    /// <param name="replay">Older windows that must not be forgotten.</param>
    /// <param name="options">How it learns.</param>
    /// <param name="run">Where the run is kept; null for nowhere. What says hidden words learns before it, and is not kept.</param>
    /// <param name="cancellationToken">Stops the adaptation.</param>
    /// <exception cref="TrainingException">The new set is empty, or it cannot go on; the message says what to change.</exception>
    public static async Task<AdaptationReport> AdaptAsync(
        WindowModel model, TrainingSet set, TrainingSet replay, AdaptationOptions? options = null, TrainingRunOptions? run = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(replay);
        AdaptationOptions chosen = (options ?? new AdaptationOptions()).Validated();
        var sets = new Dictionary<string, TrainingSet> { ["windows"] = set, ["older windows"] = replay };
        TrainingRun kept = await TrainingRun.OfAsync(model, run, chosen.Loop, JsonSerializer.SerializeToNode(chosen)!, sets, cancellationToken).ConfigureAwait(false);
        var windows = new OldAndNew(model, set, replay);
        using var before = new WeightSnapshot(ParameterSet.Named(model.Network.Parts).Values);
        using var stages = new AdaptationStages(model, windows, chosen);
        ModelRecord record = model.Record;
        try
        {
            await Task.Run(() => new TrainingLoop(chosen.Loop, null, null, run?.Progress).Run([stages.Head], cancellationToken), cancellationToken).ConfigureAwait(false);
            (double words, double? order) = (stages.WordLoss(), stages.OrderLoss());
            await kept.RunAsync(stages.Learning, cancellationToken).ConfigureAwait(false);
            model.Record = model.Record with { Calibration = Calibrate(model, windows, chosen.AnomalyShare) };
            float[] odds = windows.OddsOf(model, windows.Old);
            int changed = odds.Where((odd, i) => odd > 0 != windows.Odds[i] > 0).Count();
            var report = new AdaptationReport(words, stages.WordLoss(), order, stages.OrderLoss(), stages.UnknownTokens, odds.Length == 0 ? 0 : (double)changed / odds.Length);
            model.Network.IsTraining = false;
            model.Save();
            return report;
        }
        catch
        {
            model.Record = record;
            before.Restore();
            throw;
        }
    }

    /// <summary>By the older set, labels first and what the model said of it second; but most new windows are normal.</summary>
    private static BundleCalibration Calibrate(WindowModel model, OldAndNew windows, double anomalyShare)
    {
        TrainingWindow[] old = [.. windows.Old.Select((window, i) => window with { IsAnomaly = window.IsAnomaly ?? windows.Odds[i] > 0 })];
        (float slope, float bias) = (model.Calibration.Slope, model.Calibration.Bias);
        if (old.Any(window => window.IsAnomaly == true) && old.Any(window => window.IsAnomaly == false))
        {
            (slope, bias) = HeldBackMetrics.Calibrate(old, WindowScores.Of(model, windows.All, old));
        }

        float[] fresh = [.. WindowScores.Of(model, windows.All, windows.New).Order()];
        int calm = (int)Math.Ceiling((1 - anomalyShare) * fresh.Length);
        return new BundleCalibration(slope, calm == 0 ? bias : Math.Clamp(Math.Min(bias, -slope * fresh[calm - 1]), -10_000, 10_000));
    }
}
