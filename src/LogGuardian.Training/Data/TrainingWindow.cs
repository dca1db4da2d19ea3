namespace LogGuardian.Training;

/// <summary>A window of a <see cref="TrainingSet"/>.</summary>
/// <param name="Messages">Its messages in order, as indices of <see cref="TrainingSet.Messages"/>.</param>
/// <param name="IsAnomaly">Whether it is anomalous; null where nobody knows.</param>
public sealed record TrainingWindow(ReadOnlyMemory<int> Messages, bool? IsAnomaly)
{
    /// <summary>Which of its messages are anomalous, one for each; empty where nobody knows. A window that is longer than a decoder reads is cut by them.</summary>
    public ReadOnlyMemory<bool> LineLabels { get; init; }
}
