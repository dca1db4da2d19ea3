namespace LogGuardian.Evaluation;

/// <summary>A detector under evaluation. A new one is made for each split; it is trained once, then asked for scores.</summary>
public interface IEvaluationMethod
{
    /// <summary>Short lower-case name, as in <c>--method</c>.</summary>
    string Name { get; }

    /// <summary>What its units must carry.</summary>
    MethodNeeds Needs { get; }

    /// <summary>The score from which a unit is predicted to be anomalous. Known once it is trained.</summary>
    double Threshold { get; }

    /// <summary>Whether a score is the probability of an anomaly, so that calibration can be measured.</summary>
    bool ScoresAreProbabilities => false;

    /// <summary>Settings and figures of the training that a reader of the report needs; known once it is trained.</summary>
    IReadOnlyDictionary<string, string> Parameters => new Dictionary<string, string>();

    /// <summary>Learns.</summary>
    /// <param name="training">The units in the order of the protocol; their labels are null unless <see cref="MethodNeeds.Labels"/> asks for them; anomalous ones are left out where <see cref="MethodNeeds.NormalUnits"/> asks for that.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="UnfitTrainingException">The units cannot teach it; the message says what they lack. It is left out of this split.</exception>
    Task TrainAsync(IAsyncEnumerable<EvaluationUnit> training, CancellationToken cancellationToken = default);

    /// <summary>Scores units of the test set, in order and in batches.</summary>
    /// <param name="units">Without labels.</param>
    /// <param name="scores">Receives one score per unit.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    ValueTask ScoreAsync(ReadOnlyMemory<EvaluationUnit> units, Memory<UnitScore> scores, CancellationToken cancellationToken = default);
}
