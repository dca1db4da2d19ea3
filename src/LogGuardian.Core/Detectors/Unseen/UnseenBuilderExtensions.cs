using LogGuardian.Core;

namespace LogGuardian;

/// <summary>Adds detectors that are shown only what is new.</summary>
public static class UnseenBuilderExtensions
{
    /// <summary>
    /// Adds a detector that is shown, of each window, only the lines whose template was never seen in normal logs; where there are none it is not asked, and nothing is strange to it. For
    /// a model that knows what failures read like, but not what is usual in this system. It must learn nothing itself: all that is learned is which templates are normal.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="create">Makes the detector; called as often as the one of <see cref="AnomalyDetectorBuilder.DetectWith"/>.</param>
    /// <param name="options">How many templates are remembered; null for the defaults.</param>
    public static AnomalyDetectorBuilder DetectUnseenWith(this AnomalyDetectorBuilder builder, Func<StageContext, IDetector> create, UnseenOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        UnseenOptions valid = (options ?? new UnseenOptions()).Validated();
        return builder.DetectWith(context => create(context) is { } detector and not IStateful
            ? new UnseenDetector(detector, valid)
            : throw new InvalidOperationException("The detector of DetectUnseenWith is null or learns (IStateful); it must be one that learns nothing. Add one that learns by DetectWith."));
    }
}
