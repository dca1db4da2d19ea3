namespace LogGuardian.Training;

/// <summary>One stage of a training: what learns, from what, and how long.</summary>
/// <param name="Name">Short and lower-case; in checkpoints, metrics and reports.</param>
/// <param name="Options">How it learns.</param>
/// <param name="Prepare">Says which weights learn, and gives what they make smaller. Called when the stage begins, or goes on after it was stopped.</param>
internal sealed record TrainingStage(string Name, StageOptions Options, Func<StageWork> Prepare)
{
    /// <summary>Steps beside those of the epochs.</summary>
    public long MoreSteps { get; init; }
}
