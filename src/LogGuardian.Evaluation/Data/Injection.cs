namespace LogGuardian.Evaluation;

/// <summary>Something that was done to a system while its logs were recorded: a fault, or a disturbance that belongs to normal operation, such as a backup.</summary>
/// <param name="Recording">The recording in which it happened; empty where the data are one recording.</param>
/// <param name="Kind">What was done, such as <c>killed</c>; unique in its recording.</param>
/// <param name="System">The system to which it was done, the root cause; empty where the recording does not say.</param>
/// <param name="Start">When it was injected; null where the recording does not say.</param>
/// <param name="End">When its consequences had died away; null where the recording does not say.</param>
public sealed record Injection(string Recording, string Kind, string System, DateTimeOffset? Start, DateTimeOffset? End)
{
    /// <summary>How bad a fault is for those who use the system, such as <c>high</c>; empty where the recording does not say.</summary>
    public string Severity { get; init; } = "";

    /// <summary>Whether it is a fault; a disturbance must not be reported.</summary>
    public bool IsFault { get; init; } = true;

    /// <summary>Whether no line of the recording is a consequence of the fault: nobody can be asked to find it.</summary>
    public bool IsSilent { get; init; }
}
