namespace LogGuardian.Evaluation;

/// <summary>What a model of Microsoft.ML says of a row.</summary>
internal sealed class LabelPrediction
{
    /// <summary>Of an anomaly, in [0..1].</summary>
    public float Probability { get; set; }
}
