namespace LogGuardian.Training;

/// <summary>The curves of a training as text. Not safe for concurrent callers.</summary>
public sealed class TrainingSummary
{
    private readonly TrainingCurves _curves = new([]);

    /// <summary>Takes note of a step.</summary>
    public void Add(TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        Add(progress, RunMetricNames.Loss, progress.Loss);
        foreach ((string name, double value) in progress.Metrics)
        {
            Add(progress, name, value);
        }
    }

    /// <summary>A row for each stage and value: its name, its curve, its last value. Each ends with a line break.</summary>
    /// <param name="width">Characters of a curve; at least 1.</param>
    public string ToText(int width) => TextGraph.Summary(_curves, width);

    private void Add(TrainingProgress progress, string name, double value) =>
        _curves.Add(new RunMetric(progress.Total, (int)Math.Ceiling(progress.Epoch), progress.Stage, name, value, default));
}
