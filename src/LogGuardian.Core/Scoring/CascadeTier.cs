namespace LogGuardian.Core;

/// <summary>The detectors of a tier, by their places.</summary>
/// <param name="Kind">What their answers cost.</param>
/// <param name="Always">Those that are asked for every window: all of the cheapest tier, and those that choose by themselves.</param>
/// <param name="Undecided">Those that are asked for what the cheaper tiers leave undecided.</param>
internal sealed record CascadeTier(DetectorTier Kind, int[] Always, int[] Undecided);
