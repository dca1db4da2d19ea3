namespace LogGuardian;

/// <summary>What <c>AddLogGuardianSampler</c> keeps beside warnings, errors and worse.</summary>
public sealed record LogGuardianSamplerOptions
{
    /// <summary>The share of records that is kept when no anomaly is near, in [0..1]; by default .1. Of a trace all records are kept or none, those below a warning.</summary>
    public double Rate { get; set; } = .1;

    /// <summary>How long after an anomaly was seen everything is kept; by default a minute, zero to a day.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Traces of evidence of which everything is kept; by default 1,024, 0 to 65,536. The oldest leaves first.</summary>
    public int MaxTraces { get; set; } = 1_024;

    internal LogGuardianSamplerOptions Validated()
    {
        Require(Rate is >= 0 and <= 1, nameof(Rate), Rate, "0 to 1, such as 0.1");
        Require(KeepFor >= TimeSpan.Zero && KeepFor <= TimeSpan.FromDays(1), nameof(KeepFor), KeepFor, "zero to a day, such as 00:01:00");
        Require(MaxTraces is >= 0 and <= 65_536, nameof(MaxTraces), MaxTraces, "0 to 65,536");
        return this with { };
    }

    private static void Require(bool holds, string name, object value, string rule)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} is {value}; it must be {rule}. Leave it out for the default."));
        }
    }
}
