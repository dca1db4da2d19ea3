using System.Runtime.CompilerServices;
using LogGuardian.Core;
using Microsoft.Extensions.Logging;

namespace LogGuardian;

public sealed partial class AnomalyDetector
{
    /// <summary>Each window at once: a caller who has one at hand does not wait for others.</summary>
    private static async IAsyncEnumerable<IReadOnlyList<LogWindow>> BatchesAsync(
        IAsyncEnumerable<LogWindow> windows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new LogWindow[1];
        await foreach (LogWindow window in windows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            batch[0] = window;
            yield return batch;
        }
    }

    private async Task LearnBatchesAsync(IAsyncEnumerable<IReadOnlyList<LogWindow>> batches, RunWindows? run, CancellationToken cancellationToken)
    {
        DetectStage stage = CreateStage();
        await foreach (IReadOnlyList<LogWindow> windows in batches.ConfigureAwait(false))
        {
            foreach (LogWindow window in windows)
            {
                run?.Deliver(1, []);
                if (!window.IsOpen)
                {
                    await stage.LearnAsync([_successors.Canonical(window)], cancellationToken).ConfigureAwait(false);
                    _successors.Learn(window);
                }
            }
        }

        stage.CompleteLearning();
    }

    private async IAsyncEnumerable<Detection> DetectBatchesAsync(
        IAsyncEnumerable<IReadOnlyList<LogWindow>> batches, RunWindows run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DetectStage stage = CreateStage();
        var detections = new List<Detection>();
        var reports = new List<Detection>();
        while (run.TryReport(out Detection? report))
        {
            // They were to be reported when the state was saved.
            yield return await ExplainAsync(report, cancellationToken).ConfigureAwait(false);
        }

        await foreach (IReadOnlyList<LogWindow> windows in batches.ConfigureAwait(false))
        {
            // Where windows teach, each is learned only when the one before was delivered: a state that is saved in between holds all of it or nothing.
            for (int i = 0, size = _learning.IsOngoing ? 1 : windows.Count; i < windows.Count; i += size)
            {
                await JudgeAsync(stage, size == windows.Count ? windows : [windows[i]], detections, cancellationToken).ConfigureAwait(false);
                Report(detections, run, reports);
                run.Deliver(size, reports);
                while (run.TryReport(out Detection? report))
                {
                    yield return await ExplainAsync(report, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        stage.Flush(detections);
        Report(detections, run, reports);
        run.Incidents?.Flush(reports);
        run.Deliver(0, reports);
        while (run.TryReport(out Detection? report))
        {
            yield return await ExplainAsync(report, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Judges windows under the templates that they are known by, and follows how templates change where the stream teaches.</summary>
    private async ValueTask JudgeAsync(DetectStage stage, IReadOnlyList<LogWindow> windows, List<Detection> detections, CancellationToken cancellationToken)
    {
        bool[] wereLearned = [.. windows.Select(window => _progress.IsLearned(window.Source, _learning.WarmUpLines))];
        for (int i = 0; i < windows.Count; i++)
        {
            if (wereLearned[i] && _learning.FollowSuccessors)
            {
                _successors.Anticipate(windows[i]);
            }
        }

        await stage.DetectAsync([.. windows.Select(_successors.Canonical)], detections, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < windows.Count; i++)
        {
            if (windows[i].IsOpen)
            {
                continue;
            }

            if (!wereLearned[i])
            {
                _successors.Learn(windows[i]);
                continue;
            }

            _metrics.Decided(windows[i], _context.Clock.GetUtcNow());
            if (_learning.FollowSuccessors)
            {
                await _successors.FollowAsync(windows[i], stage.ScoreAsync, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Report(List<Detection> detections, RunWindows run, List<Detection> reports)
    {
        foreach (Detection detection in detections)
        {
            if (run.Early.Admit(_successors.Restore(detection)) is not { } admitted)
            {
                continue;
            }

            if (run.Incidents is null)
            {
                reports.Add(admitted);
                continue;
            }

            run.Incidents.Add(admitted, reports);
            if (admitted.IsEarly && !reports.Exists(report => ReferenceEquals(report.Window, admitted.Window)))
            {
                run.Early.Forget(admitted);
            }
        }

        detections.Clear();
    }

    private DetectStage CreateStage() =>
        new(_detectors, _cascade, _calibration, _progress, _learner, _threshold, _learning, _feedback, _counters, _metrics, _logger, _context.Clock, _pace);

    private IAsyncEnumerable<IReadOnlyList<LogWindow>> ReadAsync(ILogSource source, RunWindows windows, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<IReadOnlyList<LogWindow>> batches =
            new PipelineRun(source, _parser, windows, _counters, _context.Clock, _learning.IsOngoing).ReadAsync(cancellationToken);
        return _pace.Parallelism > 1 ? ReadAhead.OfAsync(batches, cancellationToken) : batches;
    }

    private async Task WatchAsync(ILogSource source, CancellationToken cancellationToken)
    {
        await foreach (Detection detection in DetectAsync(source, cancellationToken).ConfigureAwait(false))
        {
            // What was reported early is taken back where it came to nothing.
            if (detection.IsAnomaly || detection.RevisesEarly)
            {
                foreach (IDetectionSink sink in _sinks)
                {
                    await EmitAsync(sink, detection, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private async ValueTask<Detection> ExplainAsync(Detection detection, CancellationToken cancellationToken)
    {
        if (_explainer is null || !detection.IsAnomaly)
        {
            return detection;
        }

        try
        {
            return detection with { Explanation = await _explainer.ExplainAsync(detection, cancellationToken).ConfigureAwait(false) };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // An anomaly without a sentence is worth more than no anomaly.
            _counters.Failure();
            ExplainerFailed(_logger, e);
            return detection with { Failure = $"The explainer failed: {e.Message}" };
        }
    }

    private async ValueTask EmitAsync(IDetectionSink sink, Detection detection, CancellationToken cancellationToken)
    {
        try
        {
            await sink.EmitAsync(detection, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A sink that is down must not stop detection, nor the other sinks.
            _counters.Failure();
            SinkFailed(_logger, e, sink.GetType().Name);
        }
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "The explainer failed; the detection goes on without an explanation")]
    private static partial void ExplainerFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "Sink {Sink} failed to take a detection")]
    private static partial void SinkFailed(ILogger logger, Exception exception, string sink);
}
