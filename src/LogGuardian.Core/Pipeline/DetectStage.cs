using Microsoft.Extensions.Logging;

namespace LogGuardian.Core;

/// <summary>Scores windows with every detector, calibrates, combines, labels, and decides what is learned.</summary>
internal sealed partial class DetectStage(
    IReadOnlyList<IDetector> detectors, Cascade cascade, Calibration calibration, LearningProgress progress, StreamLearner learner, Threshold threshold, LearningOptions learning,
    FeedbackMemory feedback, PipelineCounters counters, PipelineMetrics metrics, ILogger logger, TimeProvider clock, Pace pace)
{
    private const int MaxQuote = 160;

    private readonly WarmUp _warmUp = new();
    private readonly FailureGuard _guard = new(counters, logger);

    /// <summary>Learns that windows are normal.</summary>
    public async ValueTask LearnAsync(IReadOnlyList<LogWindow> windows, CancellationToken cancellationToken)
    {
        foreach (LogWindow window in windows)
        {
            RawScores raw = await ScoreRawAsync([window], isLearning: true, cancellationToken).ConfigureAwait(false);
            await learner.TeachAsync(window, raw.Of(0), cancellationToken).ConfigureAwait(false);
            counters.Learned();
        }
    }

    /// <summary>Says that the normal logs have ended: from now on everything is scored.</summary>
    public void CompleteLearning()
    {
        learner.Fit();
        progress.CompleteAll();
    }

    /// <summary>Scores windows in order. Those of a source that is still warming up are learned and held back until it is known what to say of them.</summary>
    public async ValueTask DetectAsync(IReadOnlyList<LogWindow> windows, ICollection<Detection> detections, CancellationToken cancellationToken)
    {
        // A window that teaches changes what the next one is compared with, so that the result must not depend on how windows happen to come in batches.
        int batch = learning.ContinueOnNormal ? 1 : int.MaxValue;
        var ready = new List<LogWindow>(windows.Count);
        foreach (LogWindow window in windows)
        {
            if (!window.IsOpen)
            {
                counters.Window();
            }

            if (progress.StageOf(window.Source, learning.WarmUpLines) is var stage && stage < WarmUpStage.Young)
            {
                if (!window.IsOpen)
                {
                    await WarmUpAsync(window, stage, detections, cancellationToken).ConfigureAwait(false);
                }

                continue;
            }

            if (_warmUp.Holds(window.Source))
            {
                // Another run has learned the source, or a replica has.
                Release(window.Source, detections);
            }

            ready.Add(window);
            if (ready.Count >= batch)
            {
                await DecideAsync(ready, detections, cancellationToken).ConfigureAwait(false);
            }
        }

        await DecideAsync(ready, detections, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The stream has ended. A source too short for its warm-up is judged all the same: what its first half taught says how strange its second half was.
    /// </summary>
    public void Flush(ICollection<Detection> detections)
    {
        foreach (string source in _warmUp.Sources)
        {
            learner.Fit();
            IReadOnlyList<HeldWindow> held = _warmUp.Release(source);
            for (int i = 0; i < held.Count; i++)
            {
                detections.Add(i < (held.Count + 1) / 2
                    ? Unscored(held[i].Window, $"Learned as normal: the first half of '{source}', which is shorter than the warm-up.", held[i].Failure)
                    : Decide(held[i].Window, held[i].Raw, held[i].Failure, held[i].Evidence));
            }
        }
    }

    /// <summary>The combined scores of windows as they would be judged now; nothing is learned or counted.</summary>
    public async ValueTask<float[]> ScoreAsync(IReadOnlyList<LogWindow> windows, CancellationToken cancellationToken)
    {
        RawScores raw = await ScoreRawAsync([.. windows], isLearning: false, cancellationToken).ConfigureAwait(false);
        return [.. Enumerable.Range(0, windows.Count).Select(i => calibration.Score(raw.Of(i).Span))];
    }

    private async ValueTask DecideAsync(List<LogWindow> windows, ICollection<Detection> detections, CancellationToken cancellationToken)
    {
        if (windows.Count == 0)
        {
            return;
        }

        RawScores raw = await ScoreRawAsync([.. windows], isLearning: false, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < windows.Count; i++)
        {
            Detection detection = Decide(windows[i], raw.Of(i).Span, raw.FailureOf(i), null);
            await LookForFloodAsync(detection, cancellationToken).ConfigureAwait(false);
            bool isTeachable = learning.ContinueOnNormal && !windows[i].IsOpen && detection.Label != DetectionLabel.Unscored;
            detections.Add(isTeachable ? await learner.ObserveAsync(detection, raw.Of(i), cancellationToken).ConfigureAwait(false) : detection);
        }

        windows.Clear();
    }

    private Detection Decide(LogWindow window, ReadOnlySpan<float> raw, string? failure, IReadOnlyList<Evidence>? evidence)
    {
        bool scored = false;
        var tiers = new List<TierScore>(detectors.Count);
        for (int i = 0; i < detectors.Count; i++)
        {
            if (!float.IsNaN(raw[i]))
            {
                scored = true;
                tiers.Add(new TierScore(detectors[i].Name, calibration.TierScore(i, raw[i]), calibration.TierPValue(i, raw[i])));
            }
        }

        if (!scored)
        {
            return Unscored(window, failure ?? "No detector gave a score.");
        }

        if (cascade.Tiers.Count > 1)
        {
            metrics.Decided(LastTier(raw));
        }

        float score = calibration.Score(raw);
        float limit = threshold.Resolve(calibration, progress.TimePerWindow);
        Evidence? resemblance = null;
        if (!feedback.IsEmpty)
        {
            evidence ??= score >= limit ? Collect(window, raw) : null;
            (score, resemblance) = feedback.Judge(window, score, limit, evidence);
        }

        bool anomaly = score >= limit;
        if (anomaly)
        {
            if (!window.IsOpen)
            {
                counters.Anomaly();
            }

            evidence ??= Collect(window, raw);
        }

        return new Detection
        {
            Window = window,
            Score = score,
            PValue = calibration.PValue(raw),
            Threshold = limit,
            Label = anomaly ? DetectionLabel.Anomaly : DetectionLabel.Normal,
            Tiers = tiers,
            Evidence = !anomaly ? [] : resemblance is null ? evidence! : [resemblance, .. evidence!],
            Failure = failure,
        };
    }

    /// <summary>The dearest tier that looked at a window.</summary>
    private DetectorTier LastTier(ReadOnlySpan<float> raw)
    {
        int last = cascade.Tiers.Count - 1;
        while (last > 0 && !LookedAt(last, raw))
        {
            last--;
        }

        return cascade.Tiers[last].Kind;
    }

    private static Detection Unscored(LogWindow window, string why, string? failure = null) =>
        new() { Window = window, Label = DetectionLabel.Unscored, Failure = failure is null ? why : $"{why} {failure}" };

    /// <summary>The evidence of all detectors, strongest first. A detector's pieces weigh as much as its share of the score.</summary>
    private List<Evidence> Collect(LogWindow window, ReadOnlySpan<float> raw)
    {
        var weighted = new List<(double Weight, Evidence Evidence)>();
        for (int i = 0; i < detectors.Count; i++)
        {
            if (float.IsNaN(raw[i]))
            {
                continue;
            }

            List<Evidence> own = _guard.Collect(detectors[i], window);
            double strongest = own.Count == 0 ? 1 : Math.Max(own.Max(piece => piece.Strength), double.Epsilon);
            float share = calibration.Share(i, raw);
            weighted.AddRange(own.Select(piece => (share * piece.Strength / strongest, piece)));
        }

        return [.. weighted.OrderByDescending(pair => pair.Weight).Select(pair => pair.Evidence)];
    }
}
