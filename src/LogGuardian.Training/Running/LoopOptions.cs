namespace LogGuardian.Training;

/// <summary>What holds for all stages of a training.</summary>
public sealed record LoopOptions
{
    /// <summary>Samples of a step; 1 to 65,536, default 16.</summary>
    public int BatchSize { get; set; } = 16;

    /// <summary>Samples that are computed at once; a step adds their gradients up. 1 to <see cref="BatchSize"/>, default 16.</summary>
    public int MicroBatchSize { get; set; } = 16;

    /// <summary>The longest gradient; longer ones are shortened. Above 0, default 1.</summary>
    public double MaxGradient { get; set; } = 1;

    /// <summary>By how much weights shrink in each step, as a share of the rate (AdamW, arXiv 1711.05101); default 0.01.</summary>
    public double WeightDecay { get; set; } = 0.01;

    /// <summary>
    /// Whether products of matrices are computed in bfloat16 while it learns (mixed precision, arXiv 1710.03740); weights, norms, losses and the optimizer stay float32. Worth it on
    /// GPUs; default false.
    /// </summary>
    public bool MixedPrecision { get; set; }

    /// <summary>Seed of all randomness; equal seeds give equal weights on one machine with as many threads.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Steps from one checkpoint to the next; at least 1, default 500.</summary>
    public int CheckpointEvery { get; set; } = 500;

    /// <summary>Threads that compute; 0, the default, for as many as Torch takes, up to 1,024. It holds for the whole process.</summary>
    public int Threads { get; set; }

    internal LoopOptions Validated()
    {
        Rule.Require(BatchSize is >= 1 and <= 65536, nameof(BatchSize), BatchSize, "between 1 and 65,536");
        Rule.Require(MicroBatchSize >= 1 && MicroBatchSize <= BatchSize, nameof(MicroBatchSize), MicroBatchSize, $"between 1 and the {BatchSize} samples of a step");
        Rule.Require(MaxGradient > 0, nameof(MaxGradient), MaxGradient, "above 0");
        Rule.Require(WeightDecay is >= 0 and < 1, nameof(WeightDecay), WeightDecay, "at least 0 and below 1");
        Rule.Require(CheckpointEvery >= 1, nameof(CheckpointEvery), CheckpointEvery, "at least 1");
        Rule.Require(Threads is >= 0 and <= 1024, nameof(Threads), Threads, "between 0 and 1,024");
        return this with { };
    }
}
