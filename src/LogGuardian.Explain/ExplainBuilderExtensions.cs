using LogGuardian.Explain;

namespace LogGuardian;

/// <summary>Adds explanations.</summary>
public static class ExplainBuilderExtensions
{
    /// <summary>Explains each anomaly by the three pieces of evidence that carried most of its score, in plain sentences.</summary>
    /// <param name="builder">The builder.</param>
    public static AnomalyDetectorBuilder ExplainWithEvidence(this AnomalyDetectorBuilder builder) => builder.ExplainWithEvidence(new EvidenceOptions());

    /// <summary>Explains each anomaly by the evidence that carried its score, in plain sentences.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="top">Pieces of evidence in an explanation, 1 to 30.</param>
    public static AnomalyDetectorBuilder ExplainWithEvidence(this AnomalyDetectorBuilder builder, int top) =>
        builder.ExplainWithEvidence(new EvidenceOptions { Top = top });

    /// <summary>Explains each anomaly by the evidence that carried its score, in plain sentences.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Options.</param>
    public static AnomalyDetectorBuilder ExplainWithEvidence(this AnomalyDetectorBuilder builder, EvidenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        EvidenceOptions valid = options.Validated();
        return builder.ExplainWith(_ => new EvidenceExplainer(valid));
    }
}
