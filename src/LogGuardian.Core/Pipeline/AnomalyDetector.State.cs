using System.Text.Json;
using LogGuardian.Core;

namespace LogGuardian;

/// <content>What was learned, as it is kept and as replicas share it.</content>
public sealed partial class AnomalyDetector
{
    // A state that is saved while another one is merged in must not hold half of it.
    private readonly SemaphoreSlim _stateGate = new(1);

    /// <summary>
    /// Writes all that was learned and the open windows of runs that are under way, as one versioned JSON document with a checksum. Called while the
    /// detections of <see cref="DetectAsync"/> are enumerated, by the one who enumerates, the state is exactly that after the last detection; called by others,
    /// a window that closes meanwhile may be reported again after loading. Lines that wait for their successor or for a format to be recognised (at most
    /// 200 and one record for each run) are not in it. For files see <see cref="StateFile"/>.
    /// </summary>
    public Task SaveStateAsync(Stream destination, CancellationToken cancellationToken = default) =>
        SaveStateAsync(destination, new Dictionary<string, string?>(), cancellationToken);

    internal async Task SaveStateAsync(Stream destination, IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        await _stateGate.WaitAsync(cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> document;
        try
        {
            document = DetectorState.Save(Stateful(), settings, cancellationToken);
        }
        finally
        {
            _stateGate.Release();
        }

        await destination.WriteAsync(document, cancellationToken).ConfigureAwait(false);
        await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Replaces what was learned by a saved state; there is no warm-up afterwards, and the next run goes on with the saved open windows.</summary>
    /// <exception cref="InvalidDataException">The state is damaged, of a later version, or of a pipeline with other stages.</exception>
    public async Task LoadStateAsync(Stream state, CancellationToken cancellationToken = default) =>
        await LoadDocumentAsync(await DetectorState.ReadAsync(state, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    internal async Task LoadDocumentAsync(JsonElement document, CancellationToken cancellationToken)
    {
        await _stateGate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            DetectorState.Load(document, Stateful(), cancellationToken);
        }
        finally
        {
            _stateGate.Release();
        }
    }

    /// <summary>
    /// Adds what another detector with the same stages learned to what this one knows, for replicas that share the work: what is normal to either is normal to this one
    /// afterwards. Taken are templates, what the detectors know, the calibration, which sources are learned, successors and marks, of which the later one counts. Open windows,
    /// positions, and what is being tried out or is held for comparison are not: they belong to the streams of the other one. It does not matter who merges whom, nor in which order. A state whose
    /// knowledge is in this detector already counts once more, so that what comes rarely may weigh less: merge replicas into one that is new, rather than into each other again and
    /// again. May be called while runs are under way. A detector of your own, and a parser that does not implement <see cref="ILogParser.Merge"/>, stay as they are.
    /// </summary>
    /// <param name="state">What <see cref="SaveStateAsync(Stream, CancellationToken)"/> of the other one wrote.</param>
    /// <param name="cancellationToken">Stops the reading; what was read is merged whole.</param>
    /// <exception cref="InvalidDataException">The state is damaged, of a later version, or of a pipeline with other stages; nothing was added.</exception>
    public async Task MergeStateAsync(Stream state, CancellationToken cancellationToken = default) =>
        await MergeDocumentAsync(await DetectorState.ReadAsync(state, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    internal async Task MergeDocumentAsync(JsonElement document, CancellationToken cancellationToken)
    {
        // All of it is loaded before anything is added: a state that cannot be loaded changes nothing.
        (ILogParser parser, IReadOnlyList<IDetector> detectors) = _replicate();
        var calibration = new Calibration(_cascade);
        using var learner = new StreamLearner(
            detectors, [], [], [], _cascade, calibration, new LearningProgress(), _threshold, _learning with { ContinueOnNormal = false }, _counters, _logger);
        var successors = new TemplateSuccessors(_counters, _logger);
        var feedback = new FeedbackMemory();

        // A factory that hands out one stage again and again has no other to load into.
        IStateful[] stages = [.. Stateful(null, parser, detectors, calibration, learner, successors, feedback).Except(Stateful(), ReferenceEqualityComparer.Instance).Cast<IStateful>()];
        DetectorState.Load(document, stages, cancellationToken);

        await _stateGate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _learner.MergeAsync(learner, MergeOthers, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _stateGate.Release();
        }

        IReadOnlyList<LogTemplate> MergeOthers()
        {
            IReadOnlyList<LogTemplate> general = ReferenceEquals(parser, _parser) ? [] : _parser.Merge(parser);
            _successors.MergeFrom(successors, general);
            _feedback.MergeFrom(feedback, general);
            return general;
        }
    }

    private IEnumerable<IStateful> Stateful() => Stateful(_windows, _parser, _detectors, _calibration, _learner, _successors, _feedback);

    private static IEnumerable<IStateful> Stateful(
        OpenWindows? windows, ILogParser parser, IReadOnlyList<IDetector> detectors, Calibration calibration, StreamLearner learner, TemplateSuccessors successors, FeedbackMemory feedback) =>
        // Windows come first: one that closes meanwhile is then in the state twice, once to be scored and once as learned, and not missing.
        new object?[] { windows, parser }.Concat(detectors).Append(calibration).Append(learner).Append(successors).Append(feedback).OfType<IStateful>();
}
