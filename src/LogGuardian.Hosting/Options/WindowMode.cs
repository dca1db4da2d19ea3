namespace LogGuardian;

/// <summary>How a hosted pipeline groups lines; see <see cref="WindowBuilderExtensions"/>.</summary>
public enum WindowMode
{
    /// <summary>Windows of event time.</summary>
    Time,

    /// <summary>So many lines of a source.</summary>
    Count,

    /// <summary>A window for each session, such as a trace.</summary>
    Session,
}
