namespace LogGuardian.Evaluation;

/// <summary>A method that takes one unit at a time. It learns from a stream and keeps no unit.</summary>
internal abstract class UnitMethod(string name, MethodNeeds needs = MethodNeeds.None) : IEvaluationMethod
{
    private bool _used;
    private double? _threshold;

    public string Name => name;

    public MethodNeeds Needs => needs;

    public virtual bool ScoresAreProbabilities => false;

    public double Threshold => _threshold ?? throw NotTrained();

    public async Task TrainAsync(IAsyncEnumerable<EvaluationUnit> training, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (_used)
        {
            throw new InvalidOperationException($"Method '{name}' was trained before; a method is trained once. Make a new one for each split.");
        }

        _used = true;
        bool any = false;
        await foreach (EvaluationUnit unit in training.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Learn(unit);
            any = true;
        }

        if (!any)
        {
            throw new ArgumentException($"Method '{name}' got 0 training units; it needs at least 1. Use a split whose training set is not empty.", nameof(training));
        }

        _threshold = Complete();
    }

    public ValueTask ScoreAsync(ReadOnlyMemory<EvaluationUnit> units, Memory<UnitScore> scores, CancellationToken cancellationToken = default)
    {
        if (_threshold is null)
        {
            throw NotTrained();
        }

        for (int i = 0; i < units.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            scores.Span[i] = Score(units.Span[i]);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Learns a unit.</summary>
    public abstract void Learn(EvaluationUnit unit);

    /// <summary>Ends the learning.</summary>
    /// <returns>The threshold.</returns>
    public abstract double Complete();

    /// <summary>Scores a unit.</summary>
    public abstract UnitScore Score(EvaluationUnit unit);

    private InvalidOperationException NotTrained() =>
        new($"Method '{name}' is not trained; it has no threshold and no scores before. Call TrainAsync first.");
}
