using LogGuardian.Inference;

namespace LogGuardian;

/// <summary>Adds LogLLM.</summary>
public static class LogLlmBuilderExtensions
{
    /// <summary>
    /// Detects windows that a small language model takes for anomalous, as LogLLM does it (Guan et al., LogLLM: log-based anomaly detection using large language models, arXiv
    /// 2411.08561): each message becomes one row, a decoder reads the rows of a window between those of a question, and how much likelier "anomalous" is than "normal" as its next word is
    /// the score. It learns nothing and settles what the fast detectors of templates found, see <see cref="IDetector.Settles"/>; where labels of the system calibrated it (<see cref="BundleCalibration.Fitted"/>), its odds
    /// are joined with what all others say, see <see cref="IDetector.IsCalibrated"/>. A window with more messages than the bundle says is
    /// read in parts, and its strangest part counts. Of the default bundle, see <see cref="DefaultModelBuilderExtensions.DetectWithLogLlm"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="bundle">A bundle with a decoder. Its models are loaded when the detector is built, and are the detector's from then on: the bundle may be disposed afterwards.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">The bundle only encodes.</exception>
    public static AnomalyDetectorBuilder DetectWithLogLlm(this AnomalyDetectorBuilder builder, ModelBundle bundle, LogLlmOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(bundle);
        LogLlmOptions valid = (options ?? new LogLlmOptions()).Validated();
        bundle.RequireDecoder();

        // It learns nothing: the pipeline's four are one.
        var shared = new Lazy<LogLlmDetector>(() => new LogLlmDetector(bundle, valid));
        return bundle.IsDefault ? builder.DetectUnseenWith(_ => shared.Value) : builder.DetectWith(_ => shared.Value);
    }
}
