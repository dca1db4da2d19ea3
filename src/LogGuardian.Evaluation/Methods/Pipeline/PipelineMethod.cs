namespace LogGuardian.Evaluation;

/// <summary>
/// An <see cref="AnomalyDetector"/> as a method. Units without lines become windows of lines without text, so that only their templates and their order
/// count. It stops learning when training ends: what it says of a unit must not depend on the units before it.
/// </summary>
internal sealed class PipelineMethod : IEvaluationMethod, IFeedbackMethod, IDisposable
{
    private readonly EventTable _events;
    private readonly AnomalyDetector _detector;
    private bool _used;
    private double? _threshold;

    public PipelineMethod(string name, EventTable events, int seed, Action<AnomalyDetectorBuilder> configure)
    {
        Name = name;
        _events = events;

        // The windows are made already; no line is read.
        AnomalyDetectorBuilder builder = new AnomalyDetectorBuilder()
            .ParseWithTemplates()
            .WindowByCount(100)
            .WithSeed(seed)
            .WithLearning(new LearningOptions { ContinueOnNormal = false, FollowSuccessors = false });
        configure(builder);
        _detector = builder.Build();
    }

    public string Name { get; }

    public MethodNeeds Needs => MethodNeeds.Lines | MethodNeeds.NormalUnits;

    public double Threshold => _threshold ?? throw NotTrained();

    public async Task TrainAsync(IAsyncEnumerable<EvaluationUnit> training, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (_used)
        {
            throw new InvalidOperationException($"Method '{Name}' was trained before; a method is trained once. Make a new one for each split.");
        }

        _used = true;
        LogWindow? last = null;
        await _detector.LearnWindowsAsync(training.Select(unit => last = unit.ToWindow(_events)), cancellationToken).ConfigureAwait(false);
        if (last is null)
        {
            throw new ArgumentException($"Method '{Name}' got 0 training units; it needs at least 1. Use a split whose training set is not empty.", nameof(training));
        }

        // Only a detection says which score a budget of false alarms came to.
        _threshold = (await DetectAsync([last], cancellationToken).ConfigureAwait(false))[0].Threshold;
    }

    public async ValueTask ScoreAsync(ReadOnlyMemory<EvaluationUnit> units, Memory<UnitScore> scores, CancellationToken cancellationToken = default)
    {
        if (_threshold is null)
        {
            throw NotTrained();
        }

        var windows = new LogWindow[units.Length];
        for (int i = 0; i < windows.Length; i++)
        {
            windows[i] = units.Span[i].ToWindow(_events);
        }

        IReadOnlyList<Detection> detections = await DetectAsync(windows, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < windows.Length; i++)
        {
            scores.Span[i] = new UnitScore(detections[i].Score) { SuspectLines = SuspectsOf(detections[i]) };
        }
    }

    public async ValueTask TellAsync(EvaluationUnit unit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(unit);
        bool isAnomaly = unit.Label ?? throw new ArgumentException($"Unit '{unit.Key}' has no label; it must have one to be told. Pass the unit as the data set has it.", nameof(unit));
        await (isAnomaly ? _detector.MarkAnomalyAsync(unit.ToWindow(_events), cancellationToken) : _detector.MarkNormalAsync(unit.ToWindow(_events), cancellationToken)).ConfigureAwait(false);
    }

    public void Dispose() => _detector.Dispose();

    /// <summary>The lines of the evidence, strongest first, as positions in the window.</summary>
    private static int[] SuspectsOf(Detection detection)
    {
        if (detection.Evidence.Count == 0)
        {
            return [];
        }

        var positions = new Dictionary<(string Source, long LineId), int>();
        ReadOnlySpan<ParsedLog> lines = detection.Window.Lines.Span;
        for (int i = 0; i < lines.Length; i++)
        {
            positions.TryAdd((lines[i].Line.Source, lines[i].Line.LineId), i);
        }

        return [.. detection.Evidence.SelectMany(piece => piece.Lines).Select(log => positions[(log.Line.Source, log.Line.LineId)]).Distinct()];
    }

    /// <summary>One detection for each window. A detector that failed would be measured as something that it is not.</summary>
    private async Task<IReadOnlyList<Detection>> DetectAsync(LogWindow[] windows, CancellationToken cancellationToken)
    {
        var detections = new List<Detection>(windows.Length);
        await foreach (Detection detection in _detector.DetectWindowsAsync(windows.ToAsyncEnumerable(), cancellationToken).ConfigureAwait(false))
        {
            detections.Add(detection.Failure is null ? detection : throw new InvalidOperationException($"Method '{Name}' cannot score a unit: {detection.Failure}"));
        }

        return detections;
    }

    private InvalidOperationException NotTrained() =>
        new($"Method '{Name}' is not trained; it has no threshold and no scores before. Call TrainAsync first.");
}
