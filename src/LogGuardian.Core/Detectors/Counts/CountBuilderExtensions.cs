using LogGuardian.Core;

namespace LogGuardian;

/// <summary>Adds the count detector.</summary>
public static class CountBuilderExtensions
{
    /// <summary>Detects windows whose mix of templates is unlike that of any normal window.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Options; null for the defaults.</param>
    public static AnomalyDetectorBuilder DetectWithCounts(this AnomalyDetectorBuilder builder, CountOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        CountOptions valid = (options ?? new CountOptions()).Validated();
        return builder.DetectWith(context => new CountDetector(valid, context.Seed));
    }
}
