namespace LogGuardian.Training;

/// <summary>
/// How the angles of rotary positions are stretched for longer prompts. Without frequencies all are divided by <see cref="Factor"/>; with both, as Llama 3.1 does it, slow ones
/// are, fast ones stay, and between them the share goes over smoothly (Llama 3.1, <c>rope_type</c> llama3).
/// </summary>
public sealed record RopeScaling
{
    /// <summary>By what angles are divided; at least 1, default 8.</summary>
    public double Factor { get; init; } = 8;

    /// <summary>Turns within <see cref="OriginalRows"/> up to which an angle is slow; 0, the default, where all are divided.</summary>
    public double LowFrequency { get; init; }

    /// <summary>Turns within <see cref="OriginalRows"/> from which an angle is fast; 0, the default, where all are divided.</summary>
    public double HighFrequency { get; init; }

    /// <summary>Rows that the model was first trained on; default 8,192.</summary>
    public int OriginalRows { get; init; } = 8192;

    /// <summary>The angle by which one position turns a pair of numbers.</summary>
    internal double Stretch(double angle)
    {
        if (HighFrequency <= 0)
        {
            return angle / Factor;
        }

        double turns = OriginalRows * angle / (2 * Math.PI);
        double kept = Math.Clamp((turns - LowFrequency) / (HighFrequency - LowFrequency), 0, 1);
        return (kept * angle) + ((1 - kept) * angle / Factor);
    }

    internal RopeScaling Validated()
    {
        Rule.Require(Factor >= 1, nameof(Factor), Factor, "at least 1");
        Rule.Require(LowFrequency >= 0, nameof(LowFrequency), LowFrequency, "at least 0");
        Rule.Require(HighFrequency == 0 || HighFrequency > LowFrequency, nameof(HighFrequency), HighFrequency, "0, or above the low frequency");
        Rule.Require(OriginalRows >= 1, nameof(OriginalRows), OriginalRows, "at least 1");
        return this;
    }
}
