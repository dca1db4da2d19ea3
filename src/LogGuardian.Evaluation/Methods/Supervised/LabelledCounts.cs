namespace LogGuardian.Evaluation;

/// <summary>A row of the training set as Microsoft.ML reads it.</summary>
internal sealed class LabelledCounts
{
    public float[] Features { get; set; } = [];

    public bool Label { get; set; }

    /// <summary>Number of units.</summary>
    public float Weight { get; set; }
}
