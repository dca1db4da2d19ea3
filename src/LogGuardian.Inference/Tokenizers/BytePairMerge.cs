namespace LogGuardian.Inference;

/// <summary>That two neighbouring tokens become one.</summary>
/// <param name="Rank">When: the least first.</param>
/// <param name="Id">The token that they become.</param>
internal readonly record struct BytePairMerge(int Rank, int Id);
