namespace LogGuardian;

/// <summary>How a hosted pipeline is.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Problems">What goes wrong at the moment, in words; empty when nothing does.</param>
public sealed record PipelineStatus(PipelinePhase Phase, IReadOnlyList<string> Problems);
