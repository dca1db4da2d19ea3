using Microsoft.Extensions.Logging;

namespace LogGuardian.Core;

/// <content>Asks the detectors.</content>
internal sealed partial class DetectStage
{
    // Of fewer lines, all detectors have answered before another thread would have begun.
    private const int LinesWorthThreads = 512;

    /// <param name="windows">The windows.</param>
    /// <param name="isLearning">Whether they are learned rather than judged: no chat model is asked for what is normal anyway.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    private async ValueTask<RawScores> ScoreRawAsync(LogWindow[] windows, bool isLearning, CancellationToken cancellationToken)
    {
        var result = new RawScores(windows.Length, detectors.Count);
        long started = clock.GetTimestamp();
        for (int tier = 0; tier < cascade.Tiers.Count; tier++)
        {
            (DetectorTier kind, int[] always, int[] others) = cascade.Tiers[tier];
            if (isLearning && kind == DetectorTier.Chat)
            {
                continue;
            }

            int[] places = others.Length == 0 ? [] : Undecided(tier, result, windows.Length);
            long began = clock.GetTimestamp();
            if (always.Length > 0)
            {
                await AskTierAsync(always, windows, result.Of(null, windows.Length), started, cancellationToken).ConfigureAwait(false);
            }

            if (places.Length > 0)
            {
                LogWindow[] asked = places.Length == windows.Length ? windows : [.. places.Select(place => windows[place])];
                await AskTierAsync(others, asked, result.Of(places, windows.Length), started, cancellationToken).ConfigureAwait(false);
            }

            // One that failed or was late was asked all the same.
            int count = tier == 0 ? windows.Length : Math.Max(places.Length, Enumerable.Range(0, windows.Length).Count(window => LookedAt(tier, result.Of(window).Span)));
            if (!isLearning && cascade.Tiers.Count > 1 && count > 0)
            {
                metrics.Asked(kind, count, clock.GetElapsedTime(began));
            }
        }

        return result;
    }

    /// <summary>The places of the windows that a tier is asked for.</summary>
    private int[] Undecided(int tier, RawScores scores, int windows)
    {
        float limit = threshold.Resolve(calibration, progress.TimePerWindow);
        return [.. Enumerable.Range(0, windows).Where(window => calibration.Passes(tier, scores.Of(window).Span, limit))];
    }

    /// <summary>Whether a detector of a tier looked at a window.</summary>
    private bool LookedAt(int tier, ReadOnlySpan<float> raw)
    {
        for (int i = 0; i < raw.Length; i++)
        {
            if (cascade.TierOf(i) == tier && !float.IsNaN(raw[i]) && (raw[i] > 0 || !detectors[i].IsSelective))
            {
                return true;
            }
        }

        return false;
    }

    private async ValueTask AskTierAsync(int[] members, LogWindow[] windows, RawScores.Part result, long started, CancellationToken cancellationToken)
    {
        // Those that are watched begin first, so that each has all of the time that is left; the others answer meanwhile.
        List<Task>? watched = null;
        foreach (int i in members)
        {
            if (detectors[i] is TimedDetector)
            {
                (watched ??= []).Add(AskInTimeAsync(i, windows, result, started, cancellationToken).AsTask());
            }
        }

        int[] own = watched is null ? members : [.. members.Where(i => detectors[i] is not TimedDetector)];
        int workers = Math.Min(pace.Parallelism - 1, own.Length);
        if (workers > 1 && windows.Sum(window => window.Count) >= LinesWorthThreads)
        {
            int next = -1;
            await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(
                async () =>
                {
                    for (int i = Interlocked.Increment(ref next); i < own.Length; i = Interlocked.Increment(ref next))
                    {
                        await AskInTimeAsync(own[i], windows, result, started, cancellationToken).ConfigureAwait(false);
                    }
                },
                CancellationToken.None))).ConfigureAwait(false);
        }
        else
        {
            foreach (int i in own)
            {
                await AskInTimeAsync(i, windows, result, started, cancellationToken).ConfigureAwait(false);
            }
        }

        if (watched is not null)
        {
            await Task.WhenAll(watched).ConfigureAwait(false);
        }
    }

    private ValueTask AskInTimeAsync(int detector, LogWindow[] windows, RawScores.Part result, long started, CancellationToken cancellationToken)
    {
        TimeSpan? left = pace.Deadline - clock.GetElapsedTime(started);
        if (left <= TimeSpan.Zero)
        {
            Miss(detector, result);
            return ValueTask.CompletedTask;
        }

        return AskAsync(detector, windows, result, left, cancellationToken);
    }

    private async ValueTask AskAsync(int detector, LogWindow[] windows, RawScores.Part result, TimeSpan? left, CancellationToken cancellationToken)
    {
        Memory<float> scores = result.BufferOf(detector);
        try
        {
            if (detectors[detector] is not TimedDetector timed)
            {
                await detectors[detector].ScoreAsync(windows, scores, cancellationToken).ConfigureAwait(false);
            }
            else if (!await timed.TryScoreAsync(windows, scores, left!.Value, cancellationToken).ConfigureAwait(false))
            {
                Miss(detector, result);
                return;
            }

            result.Set(detector, scores.Span, $"Detector '{detectors[detector].Name}' gave no answer.");
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // One detector's failure must not silence the others: its score is left out and the detection says so.
            counters.Failure();
            DetectorFailed(logger, detectors[detector].Tier == DetectorTier.Chat ? LogLevel.Debug : LogLevel.Error, e, detectors[detector].Name);
            result.LeaveOut(detector, $"Detector '{detectors[detector].Name}' failed: {e.Message}");
        }
    }

    private void Miss(int detector, RawScores.Part result)
    {
        counters.DeadlineMissed();
        result.LeaveOut(detector, $"Detector '{detectors[detector].Name}' did not answer within {pace.Deadline}.");
    }

    // A chat model that is out of reach or out of budget is for every window, and says so itself once.
    [LoggerMessage(EventId = 1, Message = "Detector {Detector} failed; its score is left out")]
    private static partial void DetectorFailed(ILogger logger, LogLevel level, Exception exception, string detector);
}
