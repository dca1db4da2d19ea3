namespace Lab.Faults;

/// <summary>Something that can be done to a system, and how it is undone.</summary>
/// <param name="Description">What it does, with its arguments.</param>
/// <param name="Inject">Does it.</param>
/// <param name="Undo">Undoes it, when its time is over.</param>
internal sealed record FaultAction(string Description, Func<FaultContext, CancellationToken, Task> Inject, Func<FaultContext, CancellationToken, Task> Undo);
