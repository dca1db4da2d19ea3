namespace LogGuardian.Training;

/// <summary>How one stage learns.</summary>
public sealed record StageOptions
{
    /// <summary>How often each sample comes; 0 to 10,000, default 1. 0 leaves the stage out.</summary>
    public int Epochs { get; set; } = 1;

    /// <summary>Steps that there are at least, in more epochs where the samples are few; 0, the default, to 1,000,000. It takes some hundred to learn anything from nothing.</summary>
    public int LeastSteps { get; set; }

    /// <summary>The highest rate; above 0, default 5e-4.</summary>
    public double LearningRate { get; set; } = 5e-4;

    /// <summary>The most samples of an epoch, drawn anew for each; default all.</summary>
    public int MaxSamples { get; set; } = int.MaxValue;

    /// <summary>How the rate goes; by default it warms up over a twentieth of the steps and falls as a cosine.</summary>
    public LearningRateSchedule Schedule { get; set; } = new() { WarmUpShare = 0.05 };

    /// <summary>The steps of all epochs with so many samples in each.</summary>
    internal long StepsOf(int samples, int batchSize) => Epochs == 0 ? 0 : Math.Max((long)Epochs * ((samples + batchSize - 1) / batchSize), LeastSteps);

    internal StageOptions Validated() => Validated("The stage");

    internal StageOptions Validated(string name)
    {
        Rule.Require(Epochs is >= 0 and <= 10000, $"{name}.{nameof(Epochs)}", Epochs, "between 0 and 10,000");
        Rule.Require(LeastSteps is >= 0 and <= 1_000_000, $"{name}.{nameof(LeastSteps)}", LeastSteps, "between 0 and 1,000,000");
        Rule.Require(LearningRate > 0 && double.IsFinite(LearningRate), $"{name}.{nameof(LearningRate)}", LearningRate, "above 0");
        Rule.Require(MaxSamples >= 1, $"{name}.{nameof(MaxSamples)}", MaxSamples, "at least 1");
        Schedule.Validated();
        return this with { };
    }
}
