using LogGuardian.Core;

namespace LogGuardian;

/// <summary>Adds the severity detector.</summary>
public static class SeverityBuilderExtensions
{
    /// <summary>Detects windows with more warnings and errors than the normal ones of their source. Needs lines that carry a severity.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Options; null for the defaults.</param>
    public static AnomalyDetectorBuilder DetectWithSeverity(this AnomalyDetectorBuilder builder, SeverityOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        SeverityOptions valid = (options ?? new SeverityOptions()).Validated();
        return builder.DetectWith(_ => new SeverityDetector(valid));
    }
}
