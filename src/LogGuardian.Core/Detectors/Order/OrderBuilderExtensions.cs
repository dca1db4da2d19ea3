using LogGuardian.Core;

namespace LogGuardian;

/// <summary>Adds the order detector.</summary>
public static class OrderBuilderExtensions
{
    /// <summary>Detects lines that did not follow the lines before them in normal logs.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Options; null for the defaults.</param>
    public static AnomalyDetectorBuilder DetectWithOrder(this AnomalyDetectorBuilder builder, OrderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        OrderOptions valid = (options ?? new OrderOptions()).Validated();
        return builder.DetectWith(_ => new OrderDetector(valid));
    }
}
