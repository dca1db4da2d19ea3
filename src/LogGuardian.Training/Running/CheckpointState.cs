namespace LogGuardian.Training;

/// <summary>Where a training stood when it was kept.</summary>
/// <param name="Stage">Number of the stage, from 0.</param>
/// <param name="Name">Its name.</param>
/// <param name="Step">Its steps so far.</param>
/// <param name="Total">Steps of all stages so far.</param>
/// <param name="Plateau">Of its learning rate.</param>
/// <param name="Stopping">Of its early stopping, and of its best weights.</param>
internal sealed record CheckpointState(int Stage, string Name, long Step, long Total, PlateauState Plateau, EarlyStoppingState Stopping);
