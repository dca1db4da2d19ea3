using Microsoft.Extensions.Logging;

namespace LogGuardian.Core;

/// <content>Trying out, taking over and taking back what was learned.</content>
internal sealed partial class StreamLearner
{
    // How much more is learned until there is a new model to go back to.
    private const int LeastBetweenCheckpoints = 64;
    private const int MostBetweenCheckpoints = 4_096;

    // Small epochs are learned at once. Of larger ones, no window must wait until all is learned: so many with each one that is judged.
    private const int AtOnce = 32;
    private const int LessonsPerWindow = 8;

    private const int WaitShare = 4;

    private Trial? _trial;

    /// <summary>The epoch is over: its windows are tried out, and learned or dropped.</summary>
    private async ValueTask UpdateAsync(CancellationToken cancellationToken)
    {
        await FinishAsync().ConfigureAwait(false);
        if (!_hasCheckpoint || (_surge.IsCalm && _sinceCheckpoint >= Math.Clamp(_progress.Windows / 4, LeastBetweenCheckpoints, MostBetweenCheckpoints)))
        {
            // The updates up to the last one have stood the test of time.
            _checkpoint.CopyFrom(_live);
            _hasCheckpoint = true;
            _sinceCheckpoint = 0;
        }

        Lesson[] lessons = [.. _lessons];
        DropLessons();
        Func<CancellationToken, Task<Verdict>> check = _sentinels.Check(_shadow, Limit, Math.Max(MinSentinels, lessons.Length / 4), LetOthersAsync);
        if (lessons.Length <= AtOnce)
        {
            TeachShadow(lessons);
            _trial = new Trial(lessons, Task.FromResult(await check(cancellationToken).ConfigureAwait(false)));
            await FinishAsync().ConfigureAwait(false);
            return;
        }

        _trial = new Trial(lessons, Task.Run(() => TryOutAsync(lessons, check), CancellationToken.None));
    }

    private async Task<Verdict> TryOutAsync(Lesson[] lessons, Func<CancellationToken, Task<Verdict>> check)
    {
        foreach (Lesson lesson in lessons)
        {
            _shadow.Learn(lesson);
            await LetOthersAsync().ConfigureAwait(false);
        }

        return await check(CancellationToken.None).ConfigureAwait(false);
    }

    // Where there is one processor there is one thread, and the windows that come meanwhile need it, too.
    private static async Task LetOthersAsync() => await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    private void TeachShadow(ReadOnlySpan<Lesson> lessons)
    {
        foreach (Lesson lesson in lessons)
        {
            _shadow.Learn(lesson);
        }
    }

    /// <summary>
    /// One step of the epoch before. Its verdict is waited for when a fourth of as many windows has come, and not taken when it happens to be there: what a window is compared with
    /// must not depend on which thread was faster.
    /// </summary>
    private async ValueTask StepAsync()
    {
        if (_trial is { IsAccepted: false } && _lessons.Count >= _trial.Lessons.Length / WaitShare)
        {
            await DecideAsync().ConfigureAwait(false);
        }

        if (_trial is { IsAccepted: true })
        {
            LearnTrial(LessonsPerWindow);
        }
    }

    private async ValueTask FinishAsync()
    {
        if (_trial is { IsAccepted: false })
        {
            await DecideAsync().ConfigureAwait(false);
        }

        LearnTrial(int.MaxValue);
    }

    private async ValueTask DecideAsync()
    {
        Verdict verdict = await _trial!.Work.ConfigureAwait(false);
        if (verdict.Problem is null)
        {
            _trial.IsAccepted = true;
            _isSuspect = true;
            _counters.Updated();
        }
        else
        {
            _shadow.CopyFrom(_live);
            _counters.UpdateRejected();
            Rejected(_logger, _trial.Lessons.Length, verdict.Problem);
            _trial = null;
        }

        if (_sentinels.Strike(verdict) is > 0 and var givenUp)
        {
            _counters.Drift();
            GivenUp(_logger, givenUp);
        }
    }

    private void LearnTrial(int most)
    {
        for (; _trial is not null && most > 0; most--)
        {
            Lesson lesson = _trial.Lessons[_trial.Learned++];
            _live.Learn(lesson);
            foreach (IDetector detector in lesson.IsOrdinary ? _untested : [])
            {
                _guard.Teach(detector, lesson.Window);
            }

            _sinceCheckpoint++;
            _trial = _trial.Learned < _trial.Lessons.Length ? _trial : null;
        }
    }

    /// <summary>Waits until nobody but the caller works with the shadow.</summary>
    private async ValueTask SettleAsync()
    {
        if (_trial is not null)
        {
            await _trial.Work.ConfigureAwait(false);
        }
    }

    /// <summary>Makes the shadow what it was: like the detectors that judge, with the epoch that is tried out.</summary>
    private void RenewShadow()
    {
        _shadow.CopyFrom(_live);
        if (_trial is not null)
        {
            TeachShadow(_trial.Lessons.AsSpan(_trial.Learned));
        }
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
        int unknown = 0;
        float limit = Limit(_live);
        foreach (LogWindow alarm in _alarms)
        {
            // By the calibration of today: that of a younger model is wider, so that it would have kept silent about the incident as well.
            float score = await _checkpoint.ScoreAsync(alarm, _live.Calibration, cancellationToken).ConfigureAwait(false);
            unknown += Odds.Clear * Odds.Of(score) < Odds.Of(limit) ? 1 : 0;
        }

        if (2 * unknown <= _alarms.Count)
        {
            return;
        }

        await SettleAsync().ConfigureAwait(false);
        _live.CopyFrom(_checkpoint);
        _shadow.CopyFrom(_checkpoint);
        foreach (LogWindow alarm in _alarms)
        {
            _sentinels.Forget(alarm.Source);
        }

        _counters.RolledBack();
        RolledBack(_logger, unknown, _alarms.Count, _sinceCheckpoint);
        _sinceCheckpoint = 0;
        _alarms.Clear();
        DropLessons();
        _trial = null;
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
