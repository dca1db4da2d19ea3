using LogGuardian.Evaluation;

namespace LogGuardian.Cli;

/// <summary>An evaluation as asked for; checked.</summary>
internal sealed record EvaluateSettings
{
    public const int MostSeeds = 1_000;
    public const int MostJobs = 256;

    public required EvaluationCase Case { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>How often what is random is repeated; null for what the protocol says.</summary>
    public int? Seeds { get; init; }

    public int Jobs { get; init; } = 1;

    /// <summary>The csv of predictions to write; null for none.</summary>
    public string? PredictionsPath { get; init; }

    /// <summary>The folder of the report; null for none.</summary>
    public string? ReportPath { get; init; }

    /// <summary>The command line, for the report.</summary>
    public required string CommandLine { get; init; }
}
