using LogGuardian.Core;

namespace LogGuardian;

/// <summary>Adds the rate detector.</summary>
public static class RateBuilderExtensions
{
    /// <summary>
    /// Detects templates, and sources as a whole, that come faster or more slowly than they do at this time. Needs event times and windows by count or time.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Options; null for the defaults.</param>
    public static AnomalyDetectorBuilder DetectWithRates(this AnomalyDetectorBuilder builder, RateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        RateOptions valid = (options ?? new RateOptions()).Validated();
        return builder.DetectWith(_ => new RateDetector(valid));
    }
}
