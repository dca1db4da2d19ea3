using Microsoft.Extensions.Logging;

namespace LogGuardian.Core;

/// <summary>
/// Learns from the stream without end. Normal windows teach in batches, one epoch after the other: a shadow of the model learns a batch first, and only when it still
/// says of sentinels what is known of them does the model that judges learn it, too. When reports jump afterwards and the model before would not have made them, that
/// one is brought back. A model of long ago, the anchor, judges every eighth normal window, so that what was never strange from one day to the next is still seen.
/// </summary>
internal sealed partial class StreamLearner : IStateful, IDisposable
{
    private const int MinLessons = 8;
    private const int MaxLessons = 128;
    private const int MaxLessonLines = 65_536;
    private const int HeldBackEvery = 8;
    private const int MaxAlarms = 8;
    private const int MinSentinels = 4;

    // A batch is so large a part of what is known.
    private const int Share = 16;

    // Twice as many reports as one expects from a bad night: a cheap suspicion, since the model before is asked.
    private const double UsualAlarms = 0.1;

    // Ten times what the calibration of one detector may get wrong; four in a row are needed.
    private const double UsuallyStrange = 0.05;
    private const double SurgeRunLength = 1_000;

    // What is stranger than all but so many normal windows is not reported, but is no example either: what is wrong a little would soon be right. When more than so many
    // windows are like that, they are ordinary.
    private const double LeastOrdinary = 0.05;
    private const double DriftRunLength = 10_000;

    private static readonly TimeSpan LongestEpoch = TimeSpan.FromHours(1);

    private readonly IReadOnlyList<IDetector> _detectors;
    private readonly IDetector[] _clocked;
    private readonly IDetector[] _untested;
    private readonly Cascade _cascade;
    private readonly LearnedModel _live;
    private readonly LearnedModel _shadow;
    private readonly LearnedModel _anchor;
    private readonly LearnedModel _checkpoint;
    private readonly LearningProgress _progress;
    private readonly Threshold _threshold;
    private readonly LearningOptions _options;
    private readonly PipelineCounters _counters;
    private readonly ILogger _logger;
    private readonly FailureGuard _guard;
    private readonly Quarantine _quarantine;
    private readonly Sentinels _sentinels = new();
    private readonly List<Lesson> _lessons = [];
    private readonly Queue<LogWindow> _alarms = new();
    private readonly ChangeDetector _surge = new(UsualAlarms, SurgeRunLength);
    private readonly ChangeDetector _drift = new(UsuallyStrange, DriftRunLength);
    private readonly SemaphoreSlim _gate = new(1);
    private bool _started;
    private long _clock;
    private long _epochStart;
    private long _anchoredAt;
    private long _judged;
    private int _lines;
    private bool _hasCheckpoint;
    private long _sinceCheckpoint;

    // Whether the model that judges has learned something since that a surge of reports may be blamed on.
    private bool _isSuspect;

    /// <param name="detectors">The detectors that judge.</param>
    /// <param name="shadows">The same once more, knowing nothing; empty when nothing is learned from the stream.</param>
    /// <param name="anchors">And once more.</param>
    /// <param name="checkpoints">And once more.</param>
    /// <param name="cascade">The order in which they are asked.</param>
    /// <param name="calibration">The calibration that judges.</param>
    /// <param name="progress">What was learned so far.</param>
    /// <param name="threshold">From which score on a window is an anomaly.</param>
    /// <param name="options">How to learn.</param>
    /// <param name="counters">Where updates are counted.</param>
    /// <param name="logger">Where they are logged.</param>
    public StreamLearner(
        IReadOnlyList<IDetector> detectors,
        IReadOnlyList<IDetector> shadows,
        IReadOnlyList<IDetector> anchors,
        IReadOnlyList<IDetector> checkpoints,
        Cascade cascade,
        Calibration calibration,
        LearningProgress progress,
        Threshold threshold,
        LearningOptions options,
        PipelineCounters counters,
        ILogger logger)
    {
        // A factory that hands out one detector again and again cannot be tried out.
        bool[] copied = [.. detectors.Select((detector, i) => i < shadows.Count && LearnedModel.CanCopy(detector)
            && !ReferenceEquals(detector, shadows[i]) && !ReferenceEquals(detector, anchors[i]) && !ReferenceEquals(detector, checkpoints[i]))];
        IDetector?[] Copied(IReadOnlyList<IDetector> all) => [.. copied.Select((isCopied, i) => isCopied ? all[i] : null)];
        _detectors = detectors;
        _cascade = cascade;
        _clocked = [.. detectors.Where(detector => detector.FollowsTime)];
        _untested = [.. detectors.Where((detector, i) => !copied[i] && !detector.FollowsTime)];
        _guard = new FailureGuard(counters, logger);
        _live = new LearnedModel(Copied(detectors), cascade, calibration, _guard);
        _shadow = new LearnedModel(Copied(shadows), cascade, new Calibration(cascade), _guard);
        _anchor = new LearnedModel(Copied(anchors), cascade, new Calibration(cascade), _guard);
        _checkpoint = new LearnedModel(Copied(checkpoints), cascade, new Calibration(cascade), _guard);
        (_progress, _threshold, _options, _counters, _logger) = (progress, threshold, options, counters, logger);
        _quarantine = new Quarantine(options);
    }

    /// <summary>Learns at once, from windows that are known to be normal.</summary>
    public async ValueTask TeachAsync(LogWindow window, ReadOnlyMemory<float> raw, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var lesson = new Lesson(window, raw.ToArray());
            _progress.Observe(window);
            _live.Calibration.Add(lesson.Raw);
            foreach (IDetector detector in _detectors)
            {
                _guard.Teach(detector, window);
            }

            if (_started)
            {
                await SettleAsync().ConfigureAwait(false);
                _shadow.Learn(lesson);
                _anchor.Learn(lesson);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Learns at once from a window that is normal, but was picked because it was strange.</summary>
    public async ValueTask TeachAsync(LogWindow window, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (IDetector detector in _detectors)
            {
                _guard.Teach(detector, window);
            }

            if (_started)
            {
                await SettleAsync().ConfigureAwait(false);
                _shadow.Teach(window);
                _anchor.Teach(window);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Fits the calibration to what was taught.</summary>
    public void Fit()
    {
        foreach (LearnedModel model in (LearnedModel[])[_live, _shadow, _anchor])
        {
            model.Calibration.Fit();
        }
    }

    /// <summary>Learns from a window that was judged, as far as it is fit for that.</summary>
    /// <param name="detection">What is said of it.</param>
    /// <param name="raw">The raw scores of all detectors.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What is to be said of it: the same, or that the log has drifted.</returns>
    public async ValueTask<Detection> ObserveAsync(Detection detection, ReadOnlyMemory<float> raw, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var lesson = new Lesson(detection.Window, raw.ToArray(), detection.IsAnomaly || _live.Calibration.PValue(raw.Span) >= LeastOrdinary);
            Start(lesson.Window);
            await WatchAsync(lesson, detection.IsAnomaly, cancellationToken).ConfigureAwait(false);
            bool teaches = MayTeach(lesson, detection.IsAnomaly);
            if (teaches || !detection.IsAnomaly)
            {
                // What follows the clock learns the window now or never.
                foreach (IDetector detector in _clocked)
                {
                    _guard.Teach(detector, lesson.Window);
                }
            }

            if (!teaches)
            {
                return detection;
            }

            Lesson? next = lesson;
            if (!detection.IsAnomaly && ++_judged % HeldBackEvery == 0)
            {
                if (await FindDriftAsync(detection, cancellationToken).ConfigureAwait(false) is { } drift)
                {
                    return drift;
                }

                next = _sentinels.Hold(lesson);
            }

            await AddAsync(next, cancellationToken).ConfigureAwait(false);
            return detection;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>What was reported of a source was no incident: it may become normal.</summary>
    public async ValueTask ForgetAsync(string source, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        _sentinels.Forget(source);
        _gate.Release();
    }

    public void Dispose() => _gate.Dispose();

    private float Limit(LearnedModel model) => _threshold.Resolve(model.Calibration, _progress.TimePerWindow);

    /// <summary>Moves the clock, which is that of the log; a window without a time takes a second.</summary>
    private void Start(LogWindow window)
    {
        _clock = Math.Max(_clock, TimeOf(window));
        if (_started)
        {
            return;
        }

        _started = true;
        _shadow.CopyFrom(_live);
        MoveAnchor();
    }

    private long TimeOf(LogWindow window) => window.End?.UtcTicks ?? _clock + TimeSpan.TicksPerSecond;

    private bool MayTeach(Lesson lesson, bool isAnomaly)
    {
        bool teaches = _quarantine.Teaches(lesson.Window, isAnomaly, TimeOf(lesson.Window), out bool isFirst);
        if (isAnomaly && teaches)
        {
            _sentinels.Forget(lesson.Window.Source);
        }
        else if (isFirst)
        {
            _sentinels.Keep(lesson.Window, _live.Score(lesson.Raw), Limit(_live));
        }

        if (!isAnomaly)
        {
            _progress.Observe(lesson.Window);
            if (!teaches)
            {
                _counters.Quarantined();
            }
        }

        return teaches;
    }

    private async ValueTask AddAsync(Lesson? lesson, CancellationToken cancellationToken)
    {
        await StepAsync().ConfigureAwait(false);
        if (lesson is not null)
        {
            _epochStart = _lessons.Count == 0 ? _clock : _epochStart;
            _lessons.Add(lesson);
            _lines += lesson.Window.Count;
        }

        if (_lessons.Count >= Math.Clamp(_progress.Windows / Share, MinLessons, MaxLessons) || _lines >= MaxLessonLines
            || (_lessons.Count > 0 && _clock - _epochStart >= LongestEpoch.Ticks))
        {
            await UpdateAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void DropLessons()
    {
        _lessons.Clear();
        _lines = 0;
    }

    private void MoveAnchor()
    {
        _anchor.CopyFrom(_live);
        _anchoredAt = _clock;
    }
}
