using LogGuardian.Core;

namespace LogGuardian;

/// <summary>Adds the meaning detector.</summary>
public static class MeaningBuilderExtensions
{
    /// <summary>
    /// Detects lines whose meaning is far from that of every normal line, and windows whose lines mean something else together. What was reworded is close to what it was; what speaks of
    /// a new failure is not. It answers novelty's question with more knowledge, see <see cref="IDetector.Settles"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="encoder">What turns lines into vectors.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">The encoder's vectors have no numbers.</exception>
    public static AnomalyDetectorBuilder DetectWithMeaning(this AnomalyDetectorBuilder builder, IMessageEncoder encoder, MeaningOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(encoder);
        MeaningOptions valid = (options ?? new MeaningOptions()).Validated();

        // One for all that the pipeline makes: what one of them had encoded, the others need not.
        var encoded = new EncodedMessages(encoder, valid.DisposesEncoder);
        return builder.DetectWith(context => new MeaningDetector(encoded, valid, context.Seed));
    }
}
