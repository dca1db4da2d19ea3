using Microsoft.Extensions.Logging;

namespace LogGuardian.Core;

/// <content>Trying out, taking over and taking back what was learned.</content>
internal sealed partial class StreamLearner
{
    // How much more is learned until there is a new model to go back to.
    private const int LeastBetweenCheckpoints = 64;
    private const int MostBetweenCheckpoints = 4_096;

    /// <summary>The epoch is over: its windows are learned, or dropped.</summary>
    private async ValueTask UpdateAsync(CancellationToken cancellationToken)
    {
        if (_checkpoint is null || (_surge.IsCalm && _sinceCheckpoint >= Math.Clamp(_progress.Windows / 4, LeastBetweenCheckpoints, MostBetweenCheckpoints)))
        {
            // The updates up to the last one have stood the test of time.
            _checkpoint = _live.Save();
            _sinceCheckpoint = 0;
        }

        foreach (Lesson lesson in _lessons)
        {
            _shadow.Learn(lesson);
        }

        int most = Math.Max(MinSentinels, _lessons.Count / 4);
        (string? problem, int givenUp) = await _sentinels.CheckAsync(_shadow, Limit(_shadow), most, cancellationToken).ConfigureAwait(false);
        if (problem is null)
        {
            foreach (Lesson lesson in _lessons)
            {
                _live.Learn(lesson);
                foreach (IDetector detector in lesson.IsOrdinary ? _untested : [])
                {
                    detector.Learn(lesson.Window);
                }
            }

            _sinceCheckpoint += _lessons.Count;
            _isSuspect = true;
            _counters.Updated();
        }
        else
        {
            _shadow.CopyFrom(_live);
            _counters.UpdateRejected();
            Rejected(_logger, _lessons.Count, problem);
        }

        if (givenUp > 0)
        {
            _counters.Drift();
            GivenUp(_logger, givenUp);
        }

        DropLessons();
    }

    /// <summary>Looks whether reports jump after an update, and asks the model before whether it would have made them.</summary>
    private async ValueTask WatchAsync(Lesson lesson, bool isAnomaly, CancellationToken cancellationToken)
    {
        bool isAlarm = isAnomaly && _live.Score(lesson.Raw) >= Limit(_live);
        if (isAlarm)
        {
            _alarms.Enqueue(lesson.Window);
            if (_alarms.Count > MaxAlarms)
            {
                _alarms.Dequeue();
            }
        }

        if (!_surge.Add(isAlarm) || !_isSuspect)
        {
            return;
        }

        _isSuspect = false;
        _shadow.Load(_checkpoint!);
        int unknown = 0;
        foreach (LogWindow alarm in _alarms)
        {
            float score = await _shadow.ScoreAsync(alarm, cancellationToken).ConfigureAwait(false);
            unknown += Odds.Clear * Odds.Of(score) < Odds.Of(Limit(_shadow)) ? 1 : 0;
        }

        if (2 * unknown <= _alarms.Count)
        {
            _shadow.CopyFrom(_live);
            return;
        }

        _live.Load(_checkpoint!);
        foreach (LogWindow alarm in _alarms)
        {
            _sentinels.Forget(alarm.Source);
        }

        _counters.RolledBack();
        RolledBack(_logger, unknown, _alarms.Count, _sinceCheckpoint);
        _sinceCheckpoint = 0;
        _alarms.Clear();
        DropLessons();
    }

    /// <summary>Asks the anchor about a window that is normal today.</summary>
    private async ValueTask<Detection?> FindDriftAsync(Detection detection, CancellationToken cancellationToken)
    {
        if (_clock - _anchoredAt >= _options.DriftHorizon.Ticks)
        {
            MoveAnchor();
        }

        LogWindow window = detection.Window;
        float limit = Limit(_anchor);
        float score = await _anchor.ScoreAsync(window, cancellationToken).ConfigureAwait(false);
        if (!_drift.Add(score >= limit))
        {
            return null;
        }

        IReadOnlyList<Evidence> differences = await _anchor.CollectAsync(window, cancellationToken).ConfigureAwait(false);
        Evidence? first = differences.Count > 0 ? differences[0] : null;
        var evidence = new Evidence
        {
            Kind = EvidenceKind.Drift,
            Detector = first?.Detector ?? "anchor",
            Template = first?.Template ?? window.Lines.Span[0].Template,
            Lines = first?.Lines ?? [window.Lines.Span[0]],
            Observed = score,
            Expected = limit,
            Strength = 1,
        };
        _counters.Anomaly();
        _counters.Drift();
        Drifted(_logger, window.Source, new DateTimeOffset(_anchoredAt, TimeSpan.Zero), evidence.Template.Text);
        MoveAnchor();
        return detection with { Label = DetectionLabel.Anomaly, Score = score, Threshold = limit, Evidence = [evidence, .. differences] };
    }

    [LoggerMessage(EventId = 6, Level = LogLevel.Warning, Message = "{Count} windows are not learned, because afterwards {Problem}")]
    private static partial void Rejected(ILogger logger, int count, string problem);

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "{Unknown} of the last {Alarms} anomalies were none before the last updates; what {Count} windows taught is taken back")]
    private static partial void RolledBack(ILogger logger, int unknown, int alarms, long count);

    [LoggerMessage(EventId = 8, Level = LogLevel.Warning, Message = "Windows like {Count} that were reported keep coming among normal ones; they become normal")]
    private static partial void GivenUp(ILogger logger, int count);

    [LoggerMessage(EventId = 9, Level = LogLevel.Warning, Message = "Source {Source} has drifted since {Since}: most of all in {Template}")]
    private static partial void Drifted(ILogger logger, string source, DateTimeOffset since, string template);
}
