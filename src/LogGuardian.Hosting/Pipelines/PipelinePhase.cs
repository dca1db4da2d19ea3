namespace LogGuardian;

/// <summary>What a hosted pipeline is doing.</summary>
public enum PipelinePhase
{
    /// <summary>It has not begun to read.</summary>
    Starting,

    /// <summary>It learns what is normal and reports little.</summary>
    WarmingUp,

    /// <summary>It judges what it reads.</summary>
    Running,

    /// <summary>It is switched off by <see cref="LogGuardianOptions.Enabled"/>.</summary>
    Disabled,

    /// <summary>It has stopped with the host.</summary>
    Stopped,
}
