using System.Globalization;

namespace LogGuardian;

/// <summary>Options of the rate detector.</summary>
public sealed record RateOptions
{
    /// <summary>The span of event time in which lines are counted; default 10 seconds, range 1 second to 1 hour.</summary>
    public TimeSpan Bucket { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Sources with rates of their own; default 256, range 1 to 100,000. Beyond that the one used longest ago leaves first.</summary>
    public int MaxSources { get; set; } = 256;

    /// <summary>Templates followed in each source; default 1,024, range 16 to 1,000,000. Later ones are not followed.</summary>
    public int MaxTemplates { get; set; } = 1_024;

    internal RateOptions Validated()
    {
        if (Bucket < TimeSpan.FromSeconds(1) || Bucket > TimeSpan.FromHours(1))
        {
            throw new ArgumentOutOfRangeException(nameof(Bucket), Bucket, $"Bucket is {Bucket:c}; it must be 00:00:01 to 01:00:00. The default is 00:00:10.");
        }

        if (MaxSources is < 1 or > 100_000)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxSources),
                MaxSources,
                string.Create(CultureInfo.InvariantCulture, $"MaxSources is {MaxSources}; it must be 1 to 100000. The default is 256."));
        }

        if (MaxTemplates is < 16 or > 1_000_000)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxTemplates),
                MaxTemplates,
                string.Create(CultureInfo.InvariantCulture, $"MaxTemplates is {MaxTemplates}; it must be 16 to 1000000. The default is 1024."));
        }

        return this with { };
    }
}
