namespace LogGuardian.Cli;

/// <summary>What all commands that train have; checked.</summary>
internal sealed record TrainingSettings
{
    public const int MostEpochs = 10_000;
    public const int MostThreads = 1_024;

    public required string Device { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>Whether a run that was stopped can go on.</summary>
    public bool IsResumable { get; init; } = true;

    /// <summary>The folder of the run.</summary>
    public required string Run { get; init; }

    public bool Resume { get; init; }

    /// <summary>0 for as many as Torch takes.</summary>
    public int Threads { get; init; }

    /// <summary>Null for what the stages say.</summary>
    public int? Epochs { get; init; }

    public required IReadOnlyList<string> CommandLine { get; init; }
}
