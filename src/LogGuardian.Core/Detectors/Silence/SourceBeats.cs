namespace LogGuardian.Core;

/// <summary>When each template of a source came last.</summary>
internal sealed class SourceBeats
{
    /// <summary>Among the windows that were scored, by template.</summary>
    public Dictionary<ulong, long> Scored { get; } = [];

    /// <summary>Among the windows that were learned in a row, by template.</summary>
    public Dictionary<ulong, long> Learned { get; } = [];

    /// <summary>End of the latest window, in UTC ticks.</summary>
    public long End { get; set; }

    /// <summary>Whether the latest window was scored and, so far, not learned.</summary>
    public bool IsPending { get; set; }
}
