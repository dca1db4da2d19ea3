namespace LogGuardian.Core;

/// <summary>What a model that has learned something new says of the sentinels.</summary>
/// <param name="Problem">What is wrong; null when nothing is.</param>
/// <param name="Lost">The reported windows that would be no more; empty unless they are the problem.</param>
internal sealed record Verdict(string? Problem, IReadOnlyList<Sentinels.Report> Lost);
