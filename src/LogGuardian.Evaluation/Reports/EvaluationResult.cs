using System.Text.Json.Serialization;

namespace LogGuardian.Evaluation;

/// <summary>One method on one split of a data set: a cell of an <see cref="EvaluationReport"/>.</summary>
public sealed record EvaluationResult
{
    /// <summary>Name of the data set.</summary>
    public required string DataSet { get; init; }

    /// <summary>Name of the protocol by which it was split.</summary>
    public required string Protocol { get; init; }

    /// <summary>Name of the method.</summary>
    public required string Method { get; init; }

    /// <summary>Whether the method is there to compare with: it guesses, says always the same or only remembers.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>What tells the split from others of its protocol, see <see cref="EvaluationSplit.Name"/>.</summary>
    public required string Split { get; init; }

    /// <summary>The seed of the split and the method; null when nothing is random.</summary>
    public int? Seed { get; init; }

    /// <summary>Size of the training set.</summary>
    public required UnitCounts Training { get; init; }

    /// <summary>Size of the test set.</summary>
    public required UnitCounts Test { get; init; }

    /// <summary>The score from which the method takes a unit for an anomaly; null where it is not known.</summary>
    public double? Threshold { get; init; }

    /// <summary>How good it was, with confidence intervals.</summary>
    public required EvaluationMetrics Metrics { get; init; }

    /// <summary>What it had seen before it was judged; null when no audit was made.</summary>
    public LeakageReport? Audit { get; init; }

    /// <summary>Curves for charts; null when none were computed.</summary>
    [JsonConverter(typeof(CompactCurvesConverter))]
    public EvaluationCurves? Curves { get; init; }

    /// <summary>Seconds that training took.</summary>
    public double TrainingSeconds { get; init; }

    /// <summary>Seconds that scoring the test set took.</summary>
    public double ScoringSeconds { get; init; }

    /// <summary>Lines scored in a second; null when no time was measured or lines are not known.</summary>
    public double? LinesPerSecond => ScoringSeconds > 0 && Test.Lines > 0 ? Test.Lines / ScoringSeconds : null;

    /// <summary>Most memory that was in use, in bytes; null when it was not measured.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Settings of the method that a reader needs to repeat it.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Writes the result as JSON. An existing file is replaced at once, so that a run that is killed leaves no half of one.</summary>
    /// <param name="path">Path of the file; its folder must exist.</param>
    /// <param name="cancellationToken">Stops writing; an existing file stays as it was.</param>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default) =>
        EvaluationFile.WriteJsonAsync(path, this, EvaluationJson.Default.EvaluationResult, cancellationToken);

    /// <summary>Reads a result that <see cref="SaveAsync"/> wrote.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InvalidDataException">The file is no result.</exception>
    public static Task<EvaluationResult> LoadAsync(string path, CancellationToken cancellationToken = default) =>
        EvaluationFile.ReadJsonAsync(path, EvaluationJson.Default.EvaluationResult, cancellationToken);
}
