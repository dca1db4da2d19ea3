namespace LogGuardian.Training;

/// <summary>A tensor that a file has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What its numbers are.</param>
/// <param name="Shape">Its dimensions; empty for a single number.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where its bytes end.</param>
internal sealed record TensorEntry(string Name, TensorKind Kind, IReadOnlyList<long> Shape, long Begin, long End);
