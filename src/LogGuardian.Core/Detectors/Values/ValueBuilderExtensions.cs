using LogGuardian.Core;

namespace LogGuardian;

/// <summary>Adds the value detector.</summary>
public static class ValueBuilderExtensions
{
    /// <summary>Detects parameters with numbers far outside of, or values unlike, those of normal logs.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Options; null for the defaults.</param>
    public static AnomalyDetectorBuilder DetectWithValues(this AnomalyDetectorBuilder builder, ValueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ValueOptions valid = (options ?? new ValueOptions()).Validated();
        return builder.DetectWith(_ => new ValueDetector(valid));
    }
}
