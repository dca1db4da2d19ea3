using LogGuardian.Evaluation;

namespace LogGuardian.Cli;

/// <summary>An evaluation as asked for; checked.</summary>
internal sealed record EvaluateSettings
{
    public const int MostSeeds = 1_000;
    public const int MostJobs = 256;

    public required IReadOnlyList<EvaluationCase> Cases { get; init; }

    /// <summary>The bundle behind some methods; null for none.</summary>
    public string? ModelPath { get; init; }

    public int Seed { get; init; } = 1;

    public int Jobs { get; init; } = 1;

    /// <summary>The csv of predictions to write; null for none.</summary>
    public string? PredictionsPath { get; init; }

    /// <summary>The folder of the report; null for none.</summary>
    public string? ReportPath { get; init; }

    /// <summary>For methods that train.</summary>
    public required ModelTraining Training { get; init; }

    /// <summary>The command line, for the report.</summary>
    public required string CommandLine { get; init; }
}
