namespace LogGuardian.Training;

/// <summary>How far a training is.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Step">Steps of the optimizer in this stage so far.</param>
/// <param name="Steps">Steps of the stage in all.</param>
/// <param name="Total">Steps of all stages so far.</param>
/// <param name="Epoch">Epochs of the stage so far, parts included.</param>
/// <param name="Loss">The loss of this step.</param>
/// <param name="LearningRate">The rate of this step.</param>
/// <param name="Metrics">What was measured on the held-back windows after this step; empty at most steps.</param>
public sealed record TrainingProgress(
    string Stage, long Step, long Steps, long Total, double Epoch, double Loss, double LearningRate, IReadOnlyDictionary<string, double> Metrics);
