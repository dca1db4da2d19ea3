namespace LogGuardian;

/// <summary>How the lines of a window were chosen.</summary>
public enum WindowKind
{
    /// <summary>A fixed number of lines.</summary>
    Count,

    /// <summary>A fixed span of event time.</summary>
    Time,

    /// <summary>All lines that share a session key.</summary>
    Session,
}
