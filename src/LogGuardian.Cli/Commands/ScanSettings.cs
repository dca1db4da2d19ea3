namespace LogGuardian.Cli;

/// <summary>A scan as asked for; checked.</summary>
internal sealed record ScanSettings
{
    public const int MostTop = 10_000;
    public const int MostWarmUpLines = 1_000_000;
    public const int MostParallelism = 64;

    public static readonly TimeSpan UsualSaveEvery = TimeSpan.FromMinutes(1);

    public required string Input { get; init; }

    public IReadOnlyList<string> Learn { get; init; } = [];

    public string? StatePath { get; init; }

    public bool UpdateState { get; init; }

    /// <summary>The model bundle; null for none.</summary>
    public string? ModelPath { get; init; }

    /// <summary>How often the state is written during the scan.</summary>
    public TimeSpan SaveEvery { get; init; } = UsualSaveEvery;

    public int Parallelism { get; init; } = 1;

    /// <summary>The header notation; null for automatic.</summary>
    public string? Format { get; init; }

    /// <summary>The user's own masks.</summary>
    public IReadOnlyList<MaskRule> Masks { get; init; } = [];

    /// <summary>Null when not given: then the state's window, or the default.</summary>
    public WindowSpec? Window { get; init; }

    public Threshold? Threshold { get; init; }

    public int? Top { get; init; }

    public bool All { get; init; }

    public bool IsText { get; init; }

    /// <summary>Whether anomalies that repeat each other are one.</summary>
    public bool GroupIncidents { get; init; }

    public bool Follow { get; init; }

    public int? WarmUpLines { get; init; }
}
