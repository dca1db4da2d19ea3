namespace LogGuardian.Evaluation;

/// <summary>How an evaluation is run. Copied and checked where it enters.</summary>
public sealed record EvaluationRunOptions
{
    internal const int MaxSeeds = 1_000;

    /// <summary>The methods by name; those of this package by default.</summary>
    public EvaluationMethods Methods { get; set; } = new();

    /// <summary>First seed of splits and methods; default 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>
    /// How often what is random is repeated with the next seed, 1 to 1,000; null, the default, as often as the protocol draws. A protocol whose split
    /// is not random repeats the methods.
    /// </summary>
    public int? Seeds { get; set; }

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
        if (Seeds is < 1 or > MaxSeeds)
        {
            throw new ArgumentException(FormattableString.Invariant($"Seeds is {Seeds}; it must be 1 to {MaxSeeds}, or null for what the protocol says."));
        }

        return Parallelism >= 1
            ? this with { }
            : throw new ArgumentException(FormattableString.Invariant($"Parallelism is {Parallelism}; it must be at least 1. The default is 1."));
    }
}
