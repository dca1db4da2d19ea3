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
    private readonly Func<StageContext, IWindower> _windower;
    private readonly IReadOnlyList<IDetector> _detectors;
    private readonly IExplainer? _explainer;
    private readonly Threshold _threshold;
    private readonly LearningOptions _learning;
    private readonly IReadOnlyList<ILogSource> _sources;
    private readonly IReadOnlyList<IDetectionSink> _sinks;
    private readonly Calibration _calibration;
    private readonly LearningProgress _progress = new();
    private readonly PipelineCounters _counters = new();
    private readonly ILogger _logger;

    internal AnomalyDetector(
        StageContext context,
        ILogParser parser,
        Func<StageContext, IWindower> windower,
        IReadOnlyList<IDetector> detectors,
        IExplainer? explainer,
        Threshold threshold,
        LearningOptions learning,
        IReadOnlyList<ILogSource> sources,
        IReadOnlyList<IDetectionSink> sinks)
    {
        _context = context;
        _parser = parser;
        _windower = windower;
        _detectors = detectors;
        _explainer = explainer;
        _threshold = threshold;
        _learning = learning;
        _sources = sources;
        _sinks = sinks;
        _calibration = new Calibration(detectors.Count);
        _logger = context.Logging.CreateLogger("LogGuardian");
    }

    /// <summary>What the detector has done since it was built.</summary>
    public PipelineCounts Counts => _counters.Snapshot();

    /// <summary>Learns what is normal. May be called several times; afterwards there is no warm-up.</summary>
    /// <param name="normal">Logs without anomalies, or with so few that they do not matter.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="LogSourceException">The source cannot be read.</exception>
    public async Task LearnAsync(ILogSource normal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(normal);
        await LearnBatchesAsync(CreateRun(normal).ReadAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Learns what is normal from windows that were made elsewhere; the parser and the windows of the builder are not used.</summary>
    /// <param name="normal">Windows without anomalies, or with so few that they do not matter.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task LearnWindowsAsync(IAsyncEnumerable<LogWindow> normal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(normal);
        await LearnBatchesAsync(BatchesAsync(normal, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Scores every window of a source, normal ones included, in the order in which they close. When nothing was learned before, the first
    /// <see cref="LearningOptions.WarmUpLines"/> lines of each source are taken as normal and come out <see cref="DetectionLabel.Unscored"/>.
    /// </summary>
    /// <param name="source">The logs.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="LogSourceException">The source cannot be read; what came before was delivered.</exception>
    public async IAsyncEnumerable<Detection> DetectAsync(ILogSource source, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        await foreach (Detection detection in DetectBatchesAsync(CreateRun(source).ReadAsync(cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            yield return detection;
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
        await foreach (Detection detection in DetectBatchesAsync(BatchesAsync(windows, cancellationToken), cancellationToken).ConfigureAwait(false))
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

    /// <summary>Reads every source of the builder side by side and gives the anomalies to every sink, until the sources end.</summary>
    /// <exception cref="InvalidOperationException">The builder was given no source or no sink.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (_sources.Count == 0 || _sinks.Count == 0)
        {
            throw new InvalidOperationException(_sources.Count == 0
                ? "There is no source to run; call From(…) on the builder, or use DetectAsync."
                : "There is no sink to run; call EmitTo…(…) on the builder, or use DetectAsync.");
        }

        await Task.WhenAll(_sources.Select(source => WatchAsync(source, cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>Writes all that was learned, as one versioned JSON document.</summary>
    public Task SaveStateAsync(Stream destination, CancellationToken cancellationToken = default) =>
        DetectorState.SaveAsync(destination, Stateful(), cancellationToken);

    /// <summary>Replaces what was learned by a saved state; there is no warm-up afterwards.</summary>
    /// <exception cref="InvalidDataException">The state is damaged, of a later version, or of a pipeline with other stages.</exception>
    public Task LoadStateAsync(Stream state, CancellationToken cancellationToken = default) =>
        DetectorState.LoadAsync(state, Stateful(), cancellationToken);

    /// <summary>Withdraws the detector's meter and disposes the sinks that it was built with.</summary>
    public void Dispose()
    {
        _counters.Dispose();
        foreach (IDisposable sink in _sinks.OfType<IDisposable>())
        {
            sink.Dispose();
        }
    }

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

    private async Task LearnBatchesAsync(IAsyncEnumerable<IReadOnlyList<LogWindow>> batches, CancellationToken cancellationToken)
    {
        DetectStage stage = CreateStage();
        await foreach (IReadOnlyList<LogWindow> windows in batches.ConfigureAwait(false))
        {
            await stage.LearnAsync(windows, cancellationToken).ConfigureAwait(false);
        }

        stage.CompleteLearning();
    }

    private async IAsyncEnumerable<Detection> DetectBatchesAsync(
        IAsyncEnumerable<IReadOnlyList<LogWindow>> batches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DetectStage stage = CreateStage();
        var detections = new List<Detection>();
        await foreach (IReadOnlyList<LogWindow> windows in batches.ConfigureAwait(false))
        {
            await stage.DetectAsync(windows, detections, cancellationToken).ConfigureAwait(false);
            foreach (Detection detection in detections)
            {
                yield return await ExplainAsync(detection, cancellationToken).ConfigureAwait(false);
            }

            detections.Clear();
        }

        stage.Flush(detections);
        foreach (Detection detection in detections)
        {
            yield return await ExplainAsync(detection, cancellationToken).ConfigureAwait(false);
        }
    }

    private DetectStage CreateStage() => new(_detectors, _calibration, _progress, _threshold, _learning, _counters, _logger);

    private PipelineRun CreateRun(ILogSource source) => new(source, _parser, _windower(_context), _counters, _context.Clock);

    private IEnumerable<IStateful> Stateful() =>
        new object[] { _parser }.Concat(_detectors).Append(_calibration).Append(_progress).OfType<IStateful>();

    private async Task WatchAsync(ILogSource source, CancellationToken cancellationToken)
    {
        await foreach (Detection detection in DetectAsync(source, cancellationToken).ConfigureAwait(false))
        {
            if (detection.IsAnomaly)
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
