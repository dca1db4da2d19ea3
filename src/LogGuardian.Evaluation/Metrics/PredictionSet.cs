namespace LogGuardian.Evaluation;

/// <summary>
/// The predictions for a test set in its order, from which <see cref="EvaluationMetrics"/> and <see cref="EvaluationCurves"/> are computed.
/// About 100 bytes a unit, besides its key. Not safe for concurrent callers.
/// </summary>
/// <param name="threshold">The method's threshold; null where it is not known, as with predictions read from a file.</param>
public sealed class PredictionSet(double? threshold = null)
{
    private readonly List<UnitPrediction> _predictions = [];
    private readonly List<UnitContext> _contexts = [];

    /// <summary>The score from which a unit is predicted to be anomalous; null where it is not known.</summary>
    public double? Threshold { get; } = threshold is { } value && double.IsNaN(value)
        ? throw new ArgumentException("The threshold is NaN; it must be a number, which may be infinite. Correct the method.", nameof(threshold))
        : threshold;

    /// <summary>The predictions, in the order of the test set.</summary>
    public IReadOnlyList<UnitPrediction> Predictions => _predictions;

    internal IReadOnlyList<UnitContext> Contexts => _contexts;

    /// <summary>Adds the next unit of the test set. Needs a <see cref="Threshold"/>.</summary>
    /// <param name="unit">The unit with its labels; it is not kept.</param>
    /// <param name="score">What the method says of it.</param>
    /// <returns>The prediction: anomalous when the score reaches the threshold.</returns>
    /// <exception cref="InvalidOperationException">The set has no threshold.</exception>
    /// <exception cref="ArgumentException">The unit has no label, the score is NaN or a suspect line is not in the unit.</exception>
    public UnitPrediction Add(EvaluationUnit unit, in UnitScore score)
    {
        ArgumentNullException.ThrowIfNull(unit);
        double limit = Threshold ?? throw new InvalidOperationException(
            "The set has no threshold, so that nothing says which scores are anomalous. Give its constructor the method's threshold, or add a UnitPrediction.");
        bool label = unit.Label ?? throw new ArgumentException($"The unit '{unit.Key}' has no label; metrics need the truth. Add the unit as the split gives it.", nameof(unit));
        UnitContext context = UnitContext.Of(unit, score);
        var prediction = new UnitPrediction(unit.Key, label, score.Score, score.Score >= limit);
        Append(prediction, context);
        return prediction;
    }

    /// <summary>Adds a prediction of which no more is known: metrics that need lines or times are null.</summary>
    /// <param name="prediction">The next row.</param>
    /// <exception cref="ArgumentException">The score is NaN.</exception>
    public void Add(in UnitPrediction prediction) => Append(prediction, default);

    private void Append(in UnitPrediction prediction, in UnitContext context)
    {
        if (double.IsNaN(prediction.Score))
        {
            throw new ArgumentException($"The score of unit '{prediction.Unit}' is NaN; a score is a number, higher is stranger. Correct the method.", nameof(prediction));
        }

        _predictions.Add(prediction);
        _contexts.Add(context);
    }
}
