using LogGuardian.Core;

namespace LogGuardian;

/// <summary>Adds the novelty detector.</summary>
public static class NoveltyBuilderExtensions
{
    /// <summary>Detects lines whose template was never seen in normal logs.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Options; null for the defaults.</param>
    public static AnomalyDetectorBuilder DetectWithNovelty(this AnomalyDetectorBuilder builder, NoveltyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        NoveltyOptions valid = (options ?? new NoveltyOptions()).Validated();
        return builder.DetectWith(_ => new NoveltyDetector(valid));
    }
}
