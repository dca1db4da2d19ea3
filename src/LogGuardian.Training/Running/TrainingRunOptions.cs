namespace LogGuardian.Training;

/// <summary>Where a training keeps what happens, and who hears of it.</summary>
public sealed record TrainingRunOptions
{
    /// <summary>
    /// The folder of the run: configuration, metrics, checkpoints, report, event files of TensorBoard. Empty or not there yet, unless <see cref="Resume"/>. Null, the default, for
    /// none; a training that is stopped then begins anew.
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>Whether to go on with the run in the folder, from its last checkpoint; default false.</summary>
    public bool Resume { get; set; }

    /// <summary>The arguments of the program, for the record.</summary>
    public IReadOnlyList<string> CommandLine { get; set; } = [];

    /// <summary>Files that the windows came from; their lengths and checksums are recorded.</summary>
    public IReadOnlyList<string> DataFiles { get; set; } = [];

    /// <summary>Hears of every step, on the thread that trains.</summary>
    public Action<TrainingProgress>? Progress { get; set; }

    internal TrainingRunOptions Validated() => this with { };
}
