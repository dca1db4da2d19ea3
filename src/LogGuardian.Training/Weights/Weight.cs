namespace LogGuardian.Training;

/// <summary>A tensor of weights outside of Torch: what is read, written and exported.</summary>
/// <param name="Shape">Its dimensions; empty for a single number.</param>
/// <param name="Values">Its numbers, row by row.</param>
internal sealed record Weight(IReadOnlyList<long> Shape, float[] Values);
