using System.Runtime.CompilerServices;
using LogGuardian.Core;
using Microsoft.Extensions.Logging;

namespace LogGuardian;

/// <summary>
/// Finds anomalies in logs: source → parse → window → detect → explain → sink. Built by <see cref="AnomalyDetectorBuilder"/>;
/// its configuration never changes, what it has learned does. Safe for concurrent callers.
/// </summary>
public sealed partial class AnomalyDetector : IDisposable
{
    private readonly StageContext _context;
    private readonly ILogParser _parser;
    private readonly Func<(ILogParser Parser, IReadOnlyList<IDetector> Detectors)> _replicate;
    private readonly Func<StageContext, IWindower> _windower;
    private readonly IReadOnlyList<IDetector> _detectors;
    private readonly IReadOnlyList<IDetector> _created;
    private readonly IExplainer? _explainer;
    private readonly Threshold _threshold;
    private readonly LearningOptions _learning;
    private readonly IReadOnlyList<ILogSource> _sources;
    private readonly IReadOnlyList<IDetectionSink> _sinks;
    private readonly Cascade _cascade;
    private readonly Calibration _calibration;
    private readonly LearningProgress _progress = new();
    private readonly StreamLearner _learner;
    private readonly PipelineCounters _counters = new();
    private readonly PipelineMetrics _metrics;
    private readonly PipelineMetrics? _ownMetrics;
    private readonly IncidentOptions? _incidents;
    private readonly OpenWindows _windows;
    private readonly TemplateSuccessors _successors;
    private readonly FeedbackMemory _feedback = new();
    private readonly Pace _pace;
    private readonly ILogger _logger;

    internal AnomalyDetector(
        StageContext context,
        ILogParser parser,
        Func<StageContext, IWindower> windower,
        IReadOnlyList<IReadOnlyList<IDetector>> detectors,
        Func<(ILogParser Parser, IReadOnlyList<IDetector> Detectors)> replicate,
        IExplainer? explainer,
        Threshold threshold,
        LearningOptions learning,
        IncidentOptions? incidents,
        CascadeOptions cascade,
        Pace pace,
        PipelineMetrics? metrics,
        IReadOnlyList<ILogSource> sources,
        IReadOnlyList<IDetectionSink> sinks)
    {
        _context = context;
        _parser = parser;
        _replicate = replicate;
        _windower = windower;
        _detectors = detectors[0];
        _created = [.. detectors.SelectMany(created => created)];
        _explainer = explainer;
        _threshold = threshold;
        _learning = learning;
        _incidents = incidents;
        _pace = pace;
        _metrics = metrics ?? (_ownMetrics = new PipelineMetrics());
        _sources = sources;
        _sinks = sinks;
        _cascade = Cascade.Of(_detectors, cascade);
        _calibration = new Calibration(_cascade);
        _logger = context.Logging.CreateLogger("LogGuardian");
        _learner = new StreamLearner(_detectors, detectors[1], detectors[2], detectors[3], _cascade, _calibration, _progress, threshold, learning, _counters, _logger);
        _successors = new TemplateSuccessors(_counters, _logger);
        _windows = new OpenWindows(() => new RunWindows(windower(context), incidents), _logger);
        _metrics.Add(_counters);
    }

    /// <summary>What the detector has done since it was built.</summary>
    public PipelineCounts Counts => _counters.Snapshot();

    /// <summary>Whether no source has been learned yet: what it reads is taken as normal, and little is reported.</summary>
    public bool IsWarmingUp => !_progress.HasLearned(_learning.WarmUpLines);

    /// <summary>
    /// After <see cref="LoadStateAsync"/>, for each source of a run that was under way: the 1-based number of the last physical line that the state took in.
    /// Lines after it may be missing; give them to the next run, and not those before. At most 1,024 sources for each run.
    /// </summary>
    public IReadOnlyDictionary<string, long> Positions => _windows.Positions;

    /// <summary>Learns what is normal. May be called several times; afterwards there is no warm-up.</summary>
    /// <param name="normal">Logs without anomalies, or with so few that they do not matter.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="LogSourceException">The source cannot be read.</exception>
    public async Task LearnAsync(ILogSource normal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(normal);
        var run = new RunWindows(_windower(_context));
        await LearnBatchesAsync(ReadAsync(normal, run, cancellationToken), run, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Learns what is normal from windows that were made elsewhere; the parser and the windows of the builder are not used.</summary>
    /// <param name="normal">Windows without anomalies, or with so few that they do not matter.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task LearnWindowsAsync(IAsyncEnumerable<LogWindow> normal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(normal);
        await LearnBatchesAsync(BatchesAsync(normal, cancellationToken), null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Scores every window of a source, normal ones included, in the order in which they close. When nothing was learned before, the first
    /// <see cref="LearningOptions.WarmUpLines"/> lines or <see cref="LearningOptions.WarmUpTime"/> of each source are taken as normal and come out <see cref="DetectionLabel.Unscored"/>. When the
    /// enumeration is left or cancelled before the source ends, its open windows are part of the state until the next run starts; after
    /// <see cref="LoadStateAsync"/> the next run goes on with those that were saved.
    /// </summary>
    /// <param name="source">The logs.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="LogSourceException">The source cannot be read; what came before was delivered.</exception>
    public async IAsyncEnumerable<Detection> DetectAsync(ILogSource source, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        RunWindows run = _windows.Start();
        bool hasEnded = false;
        try
        {
            await foreach (Detection detection in DetectBatchesAsync(ReadAsync(source, run, cancellationToken), run, cancellationToken).ConfigureAwait(false))
            {
                yield return detection;
            }

            hasEnded = true;
        }
        finally
        {
            _windows.End(run, hasEnded);
        }
    }

    /// <summary>
    /// Scores windows that were made elsewhere, as <see cref="DetectAsync"/> scores those of a source; the parser and the windows of the builder are
    /// not used. After <see cref="LearnWindowsAsync"/> there is one detection per window, in order.
    /// </summary>
    /// <param name="windows">The windows.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async IAsyncEnumerable<Detection> DetectWindowsAsync(
        IAsyncEnumerable<LogWindow> windows, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(windows);
        var run = new RunWindows(new CollectingWindower([]), _incidents);
        await foreach (Detection detection in DetectBatchesAsync(BatchesAsync(windows, cancellationToken), run, cancellationToken).ConfigureAwait(false))
        {
            yield return detection;
        }
    }

    /// <summary>Parses a source without scoring it: for templates and parameters alone. Counts in <see cref="Counts"/> like any other reading.</summary>
    /// <param name="source">The logs.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="LogSourceException">The source cannot be read; what came before was delivered.</exception>
    public async IAsyncEnumerable<ParsedLog> ParseAsync(ILogSource source, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var logs = new List<ParsedLog>();
        var assembler = new RecordAssembler(_parser, new CollectingWindower(logs), _counters, []);
        await foreach (LogLine line in source.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            assembler.Add(line);
            if (logs.Count > 0)
            {
                foreach (ParsedLog log in logs)
                {
                    yield return log;
                }

                logs.Clear();
            }
        }

        assembler.Flush();
        foreach (ParsedLog log in logs)
        {
            yield return log;
        }
    }

    /// <summary>
    /// Reads every source of the builder side by side and gives the anomalies to every sink, until the sources end. When one cannot be read any more, the others are left as well, and what
    /// they had open is part of the state.
    /// </summary>
    /// <exception cref="LogSourceException">A source cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The builder was given no source or no sink.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (_sources.Count == 0 || _sinks.Count == 0)
        {
            throw new InvalidOperationException(_sources.Count == 0
                ? "There is no source to run; call From(…) on the builder, or use DetectAsync."
                : "There is no sink to run; call EmitTo…(…) on the builder, or use DetectAsync.");
        }

        OwnWork.BeginRun();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> running = [.. _sources.Select(source => WatchAsync(source, stop.Token))];
        Task first = Task.CompletedTask;
        while (running.Count > 0 && !first.IsFaulted)
        {
            first = await Task.WhenAny(running).ConfigureAwait(false);
            running.Remove(first);
        }

        if (running.Count > 0)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await first.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Withdraws the detector's meter, unless it was built with one, and disposes the detectors and sinks that it was built with.</summary>
    public void Dispose()
    {
        _stateGate.Dispose();
        _metrics.Remove(_counters);
        _ownMetrics?.Dispose();
        _learner.Dispose();
        foreach (IDisposable stage in _created.Concat<object>(_sinks).Distinct(ReferenceEqualityComparer.Instance).OfType<IDisposable>())
        {
            stage.Dispose();
        }
    }
}
