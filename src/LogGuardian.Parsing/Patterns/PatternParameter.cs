namespace LogGuardian;

/// <summary>The values that came at one position of a pattern.</summary>
public sealed record PatternParameter
{
    /// <summary>0-based position among the parameters of the template.</summary>
    public required int Position { get; init; }

    /// <summary>Its name, where the text of the template gives one; see <see cref="LogTemplate.ParameterNames"/>.</summary>
    public string? Name { get; init; }

    /// <summary>What the values look like; <see cref="ParameterKind.Text"/> when they differ in kind.</summary>
    public ParameterKind Kind { get; init; }

    /// <summary>How many values were seen. Less than the pattern's count when lines were parsed before the template left this position open.</summary>
    public long Count { get; init; }

    /// <summary>How many different values came: exact up to 128, beyond that with a standard error of 3.3 %.</summary>
    public long Distinct { get; init; }

    /// <summary>Whether <see cref="Distinct"/> is exact.</summary>
    public bool IsDistinctExact { get; init; }

    /// <summary>
    /// The values that came most, most frequent first; at most <see cref="PatternOptions.MaxValues"/>. A value of which less than half of the count is certain
    /// is left out, so that of nearly unique values, such as request ids, none is said to be frequent.
    /// </summary>
    public IReadOnlyList<PatternValue> Values { get; init; } = [];

    /// <summary>How the numbers among the values are spread; null when there are none.</summary>
    public PatternNumbers? Numbers { get; init; }
}
