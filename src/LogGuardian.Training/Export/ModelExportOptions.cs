using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>How a trained model becomes a bundle.</summary>
public sealed record ModelExportOptions
{
    /// <summary>Whether matrices and word vectors become whole numbers of eight bits: a fourth of the size; default true.</summary>
    public bool Quantized { get; set; } = true;

    /// <summary>Whether projector and prompt become part of the decoder, and not files beside it; default false. A model without a decoder has neither.</summary>
    public bool Folded { get; set; }

    /// <summary>
    /// Whether the bundle is for other systems than those whose labels the model learned: pipelines compare its odds with those of normal windows there, see <see cref="BundleCalibration.Fitted"/>; default
    /// false.
    /// </summary>
    public bool General { get; set; }

    /// <summary>
    /// Windows, such as those of the training, of which some are taken to compare the bundle with the model; null, the default, for some lines of common programs.
    /// </summary>
    public TrainingSet? Sample { get; set; }

    /// <summary>The least cosine of a quantized bundle's vector and the model's; -1 to 1, default 0.99.</summary>
    public double LeastCosine { get; set; } = 0.99;

    /// <summary>How far the log-odds of a window by a quantized bundle may be off, before the calibration; at least 0, default 1.</summary>
    public double MaxLogOddsDifference { get; set; } = 1;

    internal ModelExportOptions Validated()
    {
        Rule.Require(LeastCosine is >= -1 and <= 1, nameof(LeastCosine), LeastCosine, "between -1 and 1");
        Rule.Require(MaxLogOddsDifference >= 0, nameof(MaxLogOddsDifference), MaxLogOddsDifference, "at least 0");
        return this with { };
    }
}
