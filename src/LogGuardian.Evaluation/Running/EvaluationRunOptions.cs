namespace LogGuardian.Evaluation;

/// <summary>How an evaluation is run. Copied and checked where it enters.</summary>
public sealed record EvaluationRunOptions
{
    /// <summary>The methods by name; those of this package by default.</summary>
    public EvaluationMethods Methods { get; set; } = new();

    /// <summary>
    /// What methods of your own depend on beside their names, such as the hash of a model: a result that was kept for another value is not taken over. Empty by default.
    /// </summary>
    public string MethodsVersion { get; set; } = "";

    /// <summary>First seed of splits and methods; default 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Splits that are worked on side by side, at least 1; default 1, so that times and memory are those of one method alone.</summary>
    public int Parallelism { get; set; } = 1;

    /// <summary>Resamples behind the confidence intervals, see <see cref="MetricsOptions.Resamples"/>; default 1,000.</summary>
    public int Resamples { get; set; } = 1_000;

    /// <summary>
    /// Folder in which each result is kept as soon as it is there; a run that finds one there for the same build, data, protocol, method and seed takes it over.
    /// Null, the default, keeps none.
    /// </summary>
    public string? ResumeDirectory { get; set; }

    /// <summary>Gets the predictions of each result that is not taken over; null by default. Called by one thread at a time.</summary>
    public Func<EvaluationResult, PredictionSet, CancellationToken, Task>? OnPredictions { get; set; }

    internal EvaluationRunOptions Validated()
    {
        ArgumentNullException.ThrowIfNull(Methods);
        ArgumentNullException.ThrowIfNull(MethodsVersion);
        return Parallelism >= 1
            ? this with { }
            : throw new ArgumentException(FormattableString.Invariant($"Parallelism is {Parallelism}; it must be at least 1. The default is 1."));
    }
}
