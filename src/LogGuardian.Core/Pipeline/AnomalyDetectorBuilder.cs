using System.Globalization;
using LogGuardian.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogGuardian;

/// <summary>
/// Builds an <see cref="AnomalyDetector"/>, one verb per stage: From, ParseWith, WindowBy, DetectWith, With, ExplainWith, EmitTo.
/// Mutable until <see cref="Build"/>, spent afterwards. A bad option fails at its own call; a bad combination fails in Build.
/// </summary>
public sealed class AnomalyDetectorBuilder
{
    private readonly List<ILogSource> _sources = [];
    private readonly List<Func<StageContext, IDetector>> _detectors = [];
    private readonly List<IDetectionSink> _sinks = [];
    private readonly List<string> _problems = [];
    private Func<StageContext, ILogParser>? _parser;
    private Func<StageContext, IWindower>? _windower;
    private Func<StageContext, IExplainer>? _explainer;
    private Threshold _threshold = Threshold.Default;
    private LearningOptions _learning = new();
    private CascadeOptions _cascade = new();
    private IncidentOptions? _incidents;
    private TimeProvider _clock = TimeProvider.System;
    private ILoggerFactory _logging = NullLoggerFactory.Instance;
    private Pace _pace = new(1, null);
    private PipelineMetrics? _metrics;
    private AnomalyDetectorBuilder? _fallback;
    private int _seed = 1;
    private bool _spent;

    /// <summary>Adds a source for <see cref="AnomalyDetector.RunAsync"/>. Several sources are read side by side.</summary>
    public AnomalyDetectorBuilder From(ILogSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Set(() => _sources.Add(source));
    }

    /// <summary>Sets the parser. One pipeline has one parser.</summary>
    public AnomalyDetectorBuilder ParseWith(Func<StageContext, ILogParser> create) => SetOnce(ref _parser, create, "parser", "ParseWith…()");

    /// <summary>Sets how lines are grouped. One pipeline has one way; the function is called once per run.</summary>
    public AnomalyDetectorBuilder WindowBy(Func<StageContext, IWindower> create) => SetOnce(ref _windower, create, "window", "WindowBy…()");

    /// <summary>
    /// Adds a detector. Fast detectors score every window, dearer ones those that the cheaper ones leave undecided, see <see cref="WithCascade"/>; their scores are calibrated and
    /// combined. While the detector learns from the stream, see
    /// <see cref="LearningOptions.ContinueOnNormal"/>, the function is called four times: for the detector that judges, one that tries out what is new, and two that
    /// remember what was; and once more for each state that is merged. A detector that does not implement <see cref="IStateful"/>, or is always the same, learns what the others have accepted.
    /// </summary>
    public AnomalyDetectorBuilder DetectWith(Func<StageContext, IDetector> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return Set(() => _detectors.Add(create));
    }

    /// <summary>Sets the explainer. Without one, detections carry evidence but no sentences.</summary>
    public AnomalyDetectorBuilder ExplainWith(Func<StageContext, IExplainer> create) => SetOnce(ref _explainer, create, "explainer", "ExplainWith…()");

    /// <summary>Adds a sink for <see cref="AnomalyDetector.RunAsync"/>. Sinks get anomalies, and what became of those that were reported early.</summary>
    public AnomalyDetectorBuilder EmitTo(IDetectionSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return Set(() => _sinks.Add(sink));
    }

    /// <summary>Sets the score from which a window is an anomaly; by default <see cref="Threshold.Default"/>.</summary>
    public AnomalyDetectorBuilder WithThreshold(Threshold threshold)
    {
        ArgumentNullException.ThrowIfNull(threshold);
        return Set(() => _threshold = threshold);
    }

    /// <summary>Sets a fixed threshold in (0..1]; see <see cref="Threshold.Fixed"/>.</summary>
    public AnomalyDetectorBuilder WithThreshold(float score) => WithThreshold(Threshold.Fixed(score));

    /// <summary>Sets the threshold from a budget of false alarms; see <see cref="Threshold.FalseAlarmBudget"/>.</summary>
    public AnomalyDetectorBuilder WithFalseAlarmBudget(double alarms, TimeSpan per) => WithThreshold(Threshold.FalseAlarmBudget(alarms, per));

    /// <summary>Sets how the detector learns from the stream itself.</summary>
    public AnomalyDetectorBuilder WithLearning(LearningOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        LearningOptions copy = options.Validated();
        return Set(() => _learning = copy);
    }

    /// <summary>Sets which windows reach the detectors that cost more than the fast ones.</summary>
    public AnomalyDetectorBuilder WithCascade(CascadeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        CascadeOptions copy = options.Validated();
        return Set(() => _cascade = copy);
    }

    /// <summary>
    /// Makes one detection of anomalies that repeat each other, see <see cref="Detection.Incident"/>: the first comes at once, its repeats do not come by
    /// themselves, and updates come when it has lasted for a while and when it has ended. Without this call every anomalous window is a detection.
    /// </summary>
    /// <param name="options">By default a gap of 5 minutes ends an incident.</param>
    public AnomalyDetectorBuilder GroupIncidents(IncidentOptions? options = null)
    {
        IncidentOptions copy = (options ?? new IncidentOptions()).Validated();
        return Set(() => _incidents = copy);
    }

    /// <summary>
    /// Lets a run use several threads: one reads, parses and cuts windows, at most 8 batches before those that judge them, and of windows with many lines several detectors
    /// score at a time. Detections are the same and in the same order as with one thread. By default 1.
    /// </summary>
    /// <param name="degree">Threads of a run that work at the same time; 1 to 64.</param>
    public AnomalyDetectorBuilder WithParallelism(int degree) => degree is >= 1 and <= Pace.MostParallelism
        ? Set(() => _pace = _pace with { Parallelism = degree })
        : throw new ArgumentOutOfRangeException(
            nameof(degree), degree, string.Create(CultureInfo.InvariantCulture, $"degree is {degree}; it must be 1 to {Pace.MostParallelism}. Pass the number of cores that a run may use."));

    /// <summary>
    /// Sets how long a batch of windows, which is one window where they teach, waits for its detectors. A detector that has not answered by then is left out: the score comes from
    /// the others, <see cref="Detection.Failure"/> and <see cref="PipelineCounts.DeadlinesMissed"/> say so, and what it answers later is dropped. While such a call is
    /// outstanding, the detector is neither asked nor taught, and its token is cancelled. Detectors of this package work on the run's own thread: one that has begun is waited
    /// for, one that has not begun by then is left out. Saving a state waits for a detector whose state it holds. By default there is no deadline.
    /// </summary>
    /// <param name="deadline">More than zero, at most one hour.</param>
    public AnomalyDetectorBuilder WithDeadline(TimeSpan deadline) => deadline > TimeSpan.Zero && deadline <= Pace.LongestDeadline
        ? Set(() => _pace = _pace with { Deadline = deadline })
        : throw new ArgumentOutOfRangeException(nameof(deadline), deadline, $"deadline is {deadline}; it must be more than zero, at most one hour. Leave the call out for no deadline.");

    /// <summary>Sets the clock; by default the system's.</summary>
    public AnomalyDetectorBuilder WithTimeProvider(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return Set(() => _clock = clock);
    }

    /// <summary>Sets where the detector's own log goes; by default nowhere.</summary>
    public AnomalyDetectorBuilder WithLogging(ILoggerFactory logging)
    {
        ArgumentNullException.ThrowIfNull(logging);
        return Set(() => _logging = logging);
    }

    /// <summary>
    /// Sets where the detector counts beside <see cref="AnomalyDetector.Counts"/>, so that detectors which follow each other have one meter; by default each has its own. The metrics are
    /// not disposed with the detector.
    /// </summary>
    public AnomalyDetectorBuilder WithMetrics(PipelineMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return Set(() => _metrics = metrics);
    }

    /// <summary>Sets the seed of all randomness; by default 1.</summary>
    public AnomalyDetectorBuilder WithSeed(int seed) => Set(() => _seed = seed);

    /// <summary>
    /// Sets where the parser, the windows, the detectors and the explainer come from, each where this builder has none. Sources, sinks and options of the other one are not used, and it is not spent.
    /// </summary>
    /// <param name="other">Such as the builder of the default detector.</param>
    public AnomalyDetectorBuilder WithFallback(AnomalyDetectorBuilder other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Set(() => _fallback = other);
    }

    /// <summary>Builds the detector. The builder is spent afterwards.</summary>
    /// <exception cref="DetectorConfigurationException">The stages do not fit; all problems are listed.</exception>
    public AnomalyDetector Build()
    {
        var context = new StageContext(_clock, _logging, _seed);
        var problems = new List<string>(_problems);
        if (_spent)
        {
            problems.Add("The builder was used already; make a new one for each detector.");
        }

        TakeFromFallback();
        if (_parser is null)
        {
            problems.Add("There is no parser; call ParseWithTemplates() from the package LogGuardian.Parsing.");
        }

        if (_windower is null)
        {
            problems.Add("There is no window; call WindowByCount(100), WindowByTime(…) or WindowBySession(…).");
        }

        if (_detectors.Count == 0)
        {
            problems.Add("There is no detector; call DetectWithDefaults(), or one of the detectors by itself.");
        }

        var timed = new Dictionary<IDetector, IDetector>(ReferenceEqualityComparer.Instance);
        IDetector[] Create(Dictionary<IDetector, IDetector> watched) => [.. _detectors.Select(create => _pace.Watch(create(context), _clock, watched))];
        IDetector[][] detectors = _learning.ContinueOnNormal ? [Create(timed), Create(timed), Create(timed), Create(timed)] : [Create(timed), [], [], []];
        foreach (IGrouping<string, IDetector> twins in detectors[0].GroupBy(detector => detector.Name).Where(group => group.Count() > 1))
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture, $"{twins.Count()} detectors are named '{twins.Key}'; names must be unique. Call each DetectWith… once."));
        }

        if (problems.Count > 0)
        {
            throw new DetectorConfigurationException(problems);
        }

        _spent = true;
        return new AnomalyDetector(
            context,
            _parser!(context),
            _windower!,
            detectors,
            () => (_parser(context), Create(new(timed, timed.Comparer))),
            _explainer?.Invoke(context),
            _threshold,
            _learning,
            _incidents,
            _cascade,
            _pace,
            _metrics,
            [.. _sources],
            [.. _sinks]);
    }

    private void TakeFromFallback()
    {
        _parser ??= _fallback?._parser;
        _windower ??= _fallback?._windower;
        _explainer ??= _fallback?._explainer;
        if (_detectors.Count == 0)
        {
            _detectors.AddRange(_fallback?._detectors ?? []);
        }
    }

    private AnomalyDetectorBuilder Set(Action change)
    {
        change();
        return this;
    }

    private AnomalyDetectorBuilder SetOnce<T>(ref T? stage, T create, string what, string call)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(create);
        if (stage is not null)
        {
            _problems.Add($"There is more than one {what}; keep one call of {call}.");
        }

        stage = create;
        return this;
    }
}
