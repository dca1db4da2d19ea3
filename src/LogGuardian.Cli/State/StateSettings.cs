namespace LogGuardian.Cli;

/// <summary>How the state's logs were read: scores of other windows do not compare with what was learned.</summary>
/// <param name="Window">The window's canonical notation; null in a state that another program wrote.</param>
/// <param name="Format">The header notation; null for automatic.</param>
/// <param name="Model">The hash of the model bundle; null for none.</param>
/// <param name="Scan">The scan under way; null when there is none.</param>
internal sealed record StateSettings(string? Window, string? Format, string? Model, ScanTrace? Scan = null);
