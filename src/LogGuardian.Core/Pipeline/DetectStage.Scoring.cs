using Microsoft.Extensions.Logging;

namespace LogGuardian.Core;

/// <content>Asks the detectors.</content>
internal sealed partial class DetectStage
{
    // Of fewer lines, all detectors have answered before another thread would have begun.
    private const int LinesWorthThreads = 512;

    private async ValueTask<RawScores> ScoreRawAsync(LogWindow[] windows, CancellationToken cancellationToken)
    {
        var result = new RawScores(windows.Length, detectors.Count);
        long started = clock.GetTimestamp();

        // Those that are watched begin first, so that each has all of the deadline; the others answer meanwhile.
        List<Task>? watched = null;
        for (int i = 0; i < detectors.Count; i++)
        {
            if (detectors[i] is TimedDetector)
            {
                (watched ??= []).Add(AskAsync(i, windows, result, cancellationToken).AsTask());
            }
        }

        int workers = Math.Min(pace.Parallelism - 1, detectors.Count);
        if (workers > 1 && windows.Sum(window => window.Count) >= LinesWorthThreads)
        {
            int next = -1;
            await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(
                async () =>
                {
                    for (int i = Interlocked.Increment(ref next); i < detectors.Count; i = Interlocked.Increment(ref next))
                    {
                        await AskInTimeAsync(i, windows, result, started, cancellationToken).ConfigureAwait(false);
                    }
                },
                CancellationToken.None))).ConfigureAwait(false);
        }
        else
        {
            for (int i = 0; i < detectors.Count; i++)
            {
                await AskInTimeAsync(i, windows, result, started, cancellationToken).ConfigureAwait(false);
            }
        }

        if (watched is not null)
        {
            await Task.WhenAll(watched).ConfigureAwait(false);
        }

        return result;
    }

    private ValueTask AskInTimeAsync(int detector, LogWindow[] windows, RawScores result, long started, CancellationToken cancellationToken)
    {
        if (detectors[detector] is TimedDetector)
        {
            return ValueTask.CompletedTask;
        }

        if (pace.Deadline is { } deadline && clock.GetElapsedTime(started) >= deadline)
        {
            Miss(detector, result);
            return ValueTask.CompletedTask;
        }

        return AskAsync(detector, windows, result, cancellationToken);
    }

    private async ValueTask AskAsync(int detector, LogWindow[] windows, RawScores result, CancellationToken cancellationToken)
    {
        Memory<float> scores = result.BufferOf(detector);
        try
        {
            if (detectors[detector] is not TimedDetector timed)
            {
                await detectors[detector].ScoreAsync(windows, scores, cancellationToken).ConfigureAwait(false);
            }
            else if (!await timed.TryScoreAsync(windows, scores, cancellationToken).ConfigureAwait(false))
            {
                Miss(detector, result);
                return;
            }

            result.Set(detector, scores.Span);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // One detector's failure must not silence the others: its score is left out and the detection says so.
            counters.Failure();
            DetectorFailed(logger, e, detectors[detector].Name);
            result.LeaveOut(detector, $"Detector '{detectors[detector].Name}' failed: {e.Message}");
        }
    }

    private void Miss(int detector, RawScores result)
    {
        counters.DeadlineMissed();
        result.LeaveOut(detector, $"Detector '{detectors[detector].Name}' did not answer within {pace.Deadline}.");
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Detector {Detector} failed; its score is left out")]
    private static partial void DetectorFailed(ILogger logger, Exception exception, string detector);

    private sealed class RawScores(int windows, int detectors)
    {
        private readonly float[] _values = new float[windows * detectors];
        private string?[]? _failures;

        /// <summary>Why scores are left out; null when none is.</summary>
        public string? Failure => _failures is null ? null : string.Join(' ', _failures.OfType<string>());

        public ReadOnlyMemory<float> Of(int window) => _values.AsMemory(window * detectors, detectors);

        /// <summary>Where a detector writes: of one window, the place where its score stays.</summary>
        public Memory<float> BufferOf(int detector) => windows == 1 ? _values.AsMemory(detector, 1) : new float[windows];

        public void Set(int detector, ReadOnlySpan<float> scores)
        {
            for (int i = 0; i < windows; i++)
            {
                _values[(i * detectors) + detector] = scores[i];
            }
        }

        /// <summary>Called side by side for different detectors.</summary>
        public void LeaveOut(int detector, string why)
        {
            LazyInitializer.EnsureInitialized(ref _failures, () => new string?[detectors])[detector] = why;
            for (int i = 0; i < windows; i++)
            {
                _values[(i * detectors) + detector] = float.NaN;
            }
        }
    }
}
