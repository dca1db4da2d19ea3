namespace LogGuardian;

/// <summary>How the numbers of a parameter are spread: as written, so that <c>2s</c> is 2 and <c>12ms</c> is 12. Quantiles are within 1 % of the exact ones.</summary>
/// <param name="Count">How many values were numbers.</param>
/// <param name="Least">The least.</param>
/// <param name="Greatest">The greatest.</param>
/// <param name="P50">The median.</param>
/// <param name="P90">Nine in ten are not greater.</param>
/// <param name="P99">99 in a hundred are not greater.</param>
public sealed record PatternNumbers(long Count, double Least, double Greatest, double P50, double P90, double P99);
