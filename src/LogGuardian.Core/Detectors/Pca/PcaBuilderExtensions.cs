using LogGuardian.Core;

namespace LogGuardian;

/// <summary>Adds the detector of principal components.</summary>
public static class PcaBuilderExtensions
{
    /// <summary>Detects windows in which the counts of templates do not go together as they do in normal ones.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Options; null for the defaults.</param>
    public static AnomalyDetectorBuilder DetectWithPca(this AnomalyDetectorBuilder builder, PcaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        PcaOptions valid = (options ?? new PcaOptions()).Validated();
        return builder.DetectWith(context => new PcaDetector(valid, context.Seed));
    }
}
