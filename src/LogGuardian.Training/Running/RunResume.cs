namespace LogGuardian.Training;

/// <summary>That a run went on.</summary>
/// <param name="Time">When.</param>
/// <param name="Step">After which step.</param>
internal sealed record RunResume(DateTimeOffset Time, long Step);
