using LogGuardian.Inference;

namespace LogGuardian;

/// <summary>Adds detectors that use the model that comes with this package, see <see cref="ModelBundle.OpenDefault"/>.</summary>
public static class DefaultModelBuilderExtensions
{
    /// <summary>
    /// Detects lines that the default model takes for anomalous, among those whose template was never seen in normal logs, see <see cref="UnseenBuilderExtensions.DetectUnseenWith"/>: it was trained on no
    /// window of the system, and what is usual there is usual whatever it reads like. Its answer settles what novelty found. It is opened when the detector is built, and closed with it.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Options; null for the defaults.</param>
    public static AnomalyDetectorBuilder DetectWithLogLlm(this AnomalyDetectorBuilder builder, LogLlmOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        LogLlmOptions valid = (options ?? new LogLlmOptions()).Validated();

        // It learns nothing: the pipeline's four are one.
        var shared = new Lazy<LogLlmDetector>(() =>
        {
            using ModelBundle bundle = ModelBundle.OpenDefault();
            return new LogLlmDetector(bundle, valid);
        });
        return builder.DetectUnseenWith(_ => shared.Value);
    }

    /// <summary>Detects lines whose meaning is far from that of every normal line, by the default model's encoder; see <see cref="EncoderBuilderExtensions.DetectWithMeaning"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="InvalidOperationException">ONNX Runtime or the memory is missing; the message says what to do.</exception>
    public static AnomalyDetectorBuilder DetectWithMeaning(this AnomalyDetectorBuilder builder, MeaningOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using ModelBundle bundle = ModelBundle.OpenDefault();
        return builder.DetectWithMeaning(bundle, options);
    }
}
