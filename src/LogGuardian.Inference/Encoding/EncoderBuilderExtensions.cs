using LogGuardian.Inference;

namespace LogGuardian;

/// <summary>Adds detectors that use the encoder of a model bundle.</summary>
public static class EncoderBuilderExtensions
{
    /// <summary>
    /// Detects lines whose meaning is far from that of every normal line, by the encoder of a bundle; see
    /// <see cref="MeaningBuilderExtensions.DetectWithMeaning(AnomalyDetectorBuilder, IMessageEncoder, MeaningOptions?)"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="bundle">The bundle. Its encoder is loaded at once and disposed with the detector; the bundle may be disposed before.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="InvalidOperationException">ONNX Runtime, the provider or the memory is missing; the message says what to do.</exception>
    /// <exception cref="InvalidDataException">ONNX Runtime does not take the encoder, or it is not what the manifest says.</exception>
    public static AnomalyDetectorBuilder DetectWithMeaning(this AnomalyDetectorBuilder builder, ModelBundle bundle, MeaningOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return builder.DetectWithMeaning(bundle.CreateEncoder(), (options ?? new MeaningOptions()) with { DisposesEncoder = true });
    }
}
