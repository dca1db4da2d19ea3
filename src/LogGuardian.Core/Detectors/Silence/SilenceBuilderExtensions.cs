using LogGuardian.Core;

namespace LogGuardian;

/// <summary>Adds the silence detector.</summary>
public static class SilenceBuilderExtensions
{
    /// <summary>
    /// Detects what should have come and did not: templates that normally come in every window, that normally follow another one, or that normally come at
    /// regular times.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Options; null for the defaults.</param>
    public static AnomalyDetectorBuilder DetectWithSilence(this AnomalyDetectorBuilder builder, SilenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        SilenceOptions valid = (options ?? new SilenceOptions()).Validated();
        return builder.DetectWith(_ => new SilenceDetector(valid));
    }
}
