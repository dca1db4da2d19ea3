namespace LogGuardian.Cli;

/// <summary>Patterns as asked for; checked.</summary>
internal sealed record PatternsSettings
{
    public const int DefaultTop = 20;
    public const int MostTop = 100_000;

    public required string Input { get; init; }

    /// <summary>The header notation; null for automatic.</summary>
    public string? Format { get; init; }

    /// <summary>The user's own masks.</summary>
    public IReadOnlyList<MaskRule> Masks { get; init; } = [];

    public int Top { get; init; } = DefaultTop;

    public bool Rare { get; init; }

    public bool Parameters { get; init; }

    public bool IsText { get; init; } = true;
}
