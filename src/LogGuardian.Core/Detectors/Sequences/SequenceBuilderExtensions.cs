using LogGuardian.Core;

namespace LogGuardian;

/// <summary>Adds the sequence detector.</summary>
public static class SequenceBuilderExtensions
{
    /// <summary>Detects windows whose templates come in a sequence unlike that of any normal window. Meant for sessions.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Options; null for the defaults.</param>
    public static AnomalyDetectorBuilder DetectWithSequences(this AnomalyDetectorBuilder builder, SequenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        SequenceOptions valid = (options ?? new SequenceOptions()).Validated();
        return builder.DetectWith(_ => new SequenceDetector(valid));
    }
}
